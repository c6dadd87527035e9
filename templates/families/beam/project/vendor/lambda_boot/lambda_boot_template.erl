-module(lambda_boot_template).
-moduledoc """
Reads a `sys.config.src`. Its text has `${NAME}` or `${NAME:-default}` for the value of an
environment variable, which is not known in the build.
""".

-export([read/1]).

-export_type([t/0]).

-doc """
- `terms`: the constant settings and the names of other files; the settings that depend on
  variables; the variables that are terms without a default
- `text`: the parts of a text that is no term before the values are inserted
""".
-type t() ::
    {terms, Constant :: list(), lambda_boot_variables:config(), Required :: [string()]}
    | {text, [lambda_boot_variables:part()]}.

%% Stands for a variable while the text is read: it is an atom, and can be part of a string.
-define(MARK, "lambda_boot_variable_").

-spec read(Text :: string()) -> t().
read(Text) ->
    Parts = [part(Part) || Part <- split(Text, "\\$\\{[^}]*\\}"), Part =/= ""],
    Variables = lists:uniq([Variable || {_, _} = Variable <- Parts]),
    Marks = [{?MARK ++ integer_to_list(N) ++ "_", Each} || {N, Each} <- lists:enumerate(Variables)],
    try
        terms(term(lists:append([marked(Part, Marks) || Part <- Parts])), Marks)
    catch
        throw:text -> {text, Parts}
    end.

split(Text, Separator) ->
    re:split(Text, ["(", Separator, ")"], [unicode, {return, list}]).

part("${" ++ Rest) ->
    case string:split(lists:droplast(Rest), ":-") of
        [Name] -> {Name, ""};
        [Name, Default] -> {Name, Default}
    end;
part(Text) ->
    Text.

marked({_, _} = Variable, Marks) ->
    {Mark, Variable} = lists:keyfind(Variable, 2, Marks),
    Mark;
marked(Text, _Marks) ->
    Text.

term(Text) ->
    maybe
        {ok, Tokens, _} ?= erl_scan:string(Text, 1, [text]),
        {ok, Term} ?= erl_parse:parse_term([with_bare(Token) || Token <- Tokens]),
        Term
    else
        _ -> throw(text)
    end.

%% `${PORT}` is a term; `'${NODE}'` is an atom, whatever it contains.
with_bare({atom, Anno, Atom} = Token) ->
    Text = erl_scan:text(Token),
    case split(Text, ?MARK ++ "\\d+_") of
        ["", Mark, ""] -> {atom, Anno, list_to_atom([0 | Mark])};
        [_None] -> Token;
        _ when hd(Text) =:= $' -> {atom, Anno, Atom};
        _PartOfAToken -> throw(text)
    end;
with_bare(Token) ->
    Token.

terms(Config, Marks) when is_list(Config) ->
    Entries = [entry(Entry, Marks) || Entry <- Config],
    Varying = [{Name, Settings} || {_, {Name, [_ | _] = Settings}} <- Entries],
    Constant = [Entry || {Entry, _} <- Entries, Entry =/= none],
    {terms, Constant, Varying, required(Varying)};
terms(_NoList, _Marks) ->
    throw(text).

entry({Name, Settings}, Marks) when is_atom(Name), is_list(Settings) ->
    ok = constant(Name, Marks),
    {Constant, Varying} = lists:partition(
        fun({Same, Template}) -> Same =:= Template end,
        [{Setting, setting(Setting, Marks)} || Setting <- Settings]
    ),
    {constant_entry(Name, Constant, Varying), {Name, [Setting || {_, Setting} <- Varying]}};
entry(File, Marks) ->
    ok = constant(File, Marks),
    {File, none}.

constant_entry(_Name, [], [_ | _]) -> none;
constant_entry(Name, Constant, _Varying) -> {Name, [Setting || {Setting, _} <- Constant]}.

setting({Key, Value}, Marks) ->
    ok = constant(Key, Marks),
    {Key, template(Value, Marks)};
setting(_, _Marks) ->
    throw(text).

constant(Term, Marks) ->
    case template(Term, Marks) of
        Term -> ok;
        _ -> throw(text)
    end.

template(Atom, Marks) when is_atom(Atom) ->
    case atom_to_list(Atom) of
        [0 | Mark] ->
            {Mark, Variable} = lists:keyfind(Mark, 1, Marks),
            {lambda_boot_variables, term, Variable};
        Text ->
            quoted(atom, Text, Atom, Marks)
    end;
template(Binary, Marks) when is_binary(Binary) ->
    case unicode:characters_to_list(Binary) of
        Text when is_list(Text) -> quoted(binary, Text, Binary, Marks);
        _Bytes -> Binary
    end;
template([_ | _] = List, Marks) ->
    case io_lib:char_list(List) of
        true -> quoted(string, List, List, Marks);
        false -> list(List, Marks)
    end;
template(Tuple, Marks) when is_tuple(Tuple) ->
    list_to_tuple([template(Element, Marks) || Element <- tuple_to_list(Tuple)]);
template(#{} = Map, Marks) ->
    #{template(Key, Marks) => template(Value, Marks) || Key := Value <- Map};
template(Term, _Marks) ->
    Term.

%% A variable among the elements of a list has any number of them. The tail may be any term.
list([Head | Tail], Marks) -> [element_of_list(template(Head, Marks)) | list(Tail, Marks)];
list([], _Marks) -> [];
list(Tail, Marks) -> template(Tail, Marks).

element_of_list({lambda_boot_variables, term, Variable}) ->
    {lambda_boot_variables, terms, Variable};
element_of_list(Template) ->
    Template.

quoted(Type, Text, Term, Marks) ->
    case split(Text, ?MARK ++ "\\d+_") of
        [_None] ->
            Term;
        Found ->
            Parts = [proplists:get_value(Part, Marks, Part) || Part <- Found, Part =/= ""],
            {lambda_boot_variables, Type, Parts}
    end.

required(Varying) ->
    lists:uniq([Name || {lambda_boot_variables, term, {Name, ""}} <- flat(Varying)]).

%% All tuples in a term.
flat([Head | Tail]) -> flat(Head) ++ flat(Tail);
flat(Tuple) when is_tuple(Tuple) -> [Tuple | flat(tuple_to_list(Tuple))];
flat(#{} = Map) -> flat(maps:to_list(Map));
flat(_) -> [].
