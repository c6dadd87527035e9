-module(lambda_boot_dockerfile).
-moduledoc """
Reads from the Dockerfile what the image tells Lambda: the handler in `CMD`, and the environment
variables in `ENV`. Docker expands no variables in `CMD`, so the text there is the handler's name.

<https://docs.docker.com/reference/dockerfile/>
""".

-export([read/2]).

-doc """
The handler and the variables of a stage, with those of the stage that it is made from. If there is
no such stage, those of the last one.

- `handler`: the first word of `CMD`; `none` if there is no `CMD` in exec form
- `variables`: the later of two with the same name comes last
""".
-spec read(file:name_all(), Stage :: string()) ->
    #{handler := string() | none, variables := [{Name :: string(), Value :: string()}]}.
read(File, Stage) ->
    case file:read_file(File) of
        {ok, Text} ->
            Stages = stages(instructions(lines(Text))),
            stage(Stage, [Last || {Last, _, _} <- lists:sublist(lists:reverse(Stages), 1)], Stages);
        {error, enoent} ->
            #{handler => none, variables => []}
    end.

stage(Name, Otherwise, Stages) ->
    case {lists:keyfind(Name, 1, Stages), Otherwise} of
        {{Name, From, Instructions}, _} ->
            %% A stage can only be made from one before it.
            Before = lists:takewhile(fun({Other, _, _}) -> Other =/= Name end, Stages),
            lists:foldl(fun instruction/2, stage(From, [], Before), Instructions);
        {false, [Last]} ->
            stage(Last, [], Stages);
        {false, []} ->
            #{handler => none, variables => []}
    end.

instruction({"CMD", Text}, Found) ->
    Found#{handler := first_word(Text)};
instruction({"ENV", Text}, #{variables := Variables} = Found) ->
    Found#{variables := Variables ++ assignments(Text)};
instruction(_, Found) ->
    Found.

%% In exec form, the only one that works without a shell.
first_word(Text) ->
    try json:decode(unicode:characters_to_binary(Text)) of
        [Handler | _] when is_binary(Handler) -> unicode:characters_to_list(Handler);
        _ -> none
    catch
        error:_ -> none
    end.

%% `NAME=value NAME="quoted value"`, or the old form `NAME value`. Values that refer to other
%% variables are left out.
assignments(Text) ->
    Pattern = "([A-Za-z_][A-Za-z0-9_]*)=(\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'|(?:[^\\s\\\\\"']|\\\\.)*)",
    case re:run(Text, Pattern, [unicode, global, {capture, all_but_first, list}]) of
        {match, Found} -> plain([{Name, unquoted(Value)} || [Name, Value] <- Found]);
        nomatch -> plain([old_form(string:split(Text, " "))])
    end.

old_form([Name, Value]) -> {Name, string:trim(Value)};
old_form([Name]) -> {Name, ""}.

plain(Variables) ->
    [Variable || {_, Value} = Variable <- Variables, not lists:member($$, Value)].

unquoted([$" | [_ | _] = Rest]) -> unescaped(lists:droplast(Rest));
unquoted([$' | [_ | _] = Rest]) -> lists:droplast(Rest);
unquoted(Value) -> unescaped(Value).

unescaped([$\\, C | Rest]) -> [C | unescaped(Rest)];
unescaped([C | Rest]) -> [C | unescaped(Rest)];
unescaped([]) -> [].

%% The name of each stage, what it is made from, and its instructions.
stages([{"FROM", Text} | Rest]) ->
    {Instructions, Others} = lists:splitwith(fun({Name, _}) -> Name =/= "FROM" end, Rest),
    Words = [Word || Word <- string:lexemes(Text, " \t"), not lists:prefix("--", Word)],
    [stage_named(Words, Instructions) | stages(Others)];
stages([_BeforeTheFirstStage | Rest]) ->
    stages(Rest);
stages([]) ->
    [].

stage_named([From, _As, Name | _], Instructions) ->
    {string:lowercase(Name), string:lowercase(From), Instructions};
stage_named([From | _], Instructions) ->
    {make_ref(), string:lowercase(From), Instructions}.

lines(Text) ->
    [string:trim(Line) || Line <- string:split(unicode:characters_to_list(Text), "\n", all)].

%% Joins lines that end in a backslash, and leaves out comments and here-documents.
instructions([]) ->
    [];
instructions([Line | Lines]) ->
    case is_left_out(Line) of
        true ->
            instructions(Lines);
        false ->
            {Whole, Rest} = joined(Line, Lines),
            {Name, Text} = name_and_text(Whole),
            [{Name, Text} | instructions(after_here_documents(Text, Rest))]
    end.

is_left_out("") -> true;
is_left_out("#" ++ _) -> true;
is_left_out(_) -> false.

joined(Line, Lines) ->
    case lists:reverse(Line) of
        [$\\ | Start] ->
            case lists:dropwhile(fun is_left_out/1, Lines) of
                [Next | Rest] -> joined(lists:reverse(Start, " " ++ Next), Rest);
                [] -> {lists:reverse(Start), []}
            end;
        _ ->
            {Line, Lines}
    end.

name_and_text(Instruction) ->
    {Name, Text} = lists:splitwith(fun(C) -> C =/= $\s andalso C =/= $\t end, Instruction),
    {string:uppercase(Name), string:trim(Text)}.

after_here_documents(Text, Lines) ->
    case re:run(Text, "<<-?[\"']?(\\w+)", [unicode, global, {capture, all_but_first, list}]) of
        {match, Ends} -> lists:foldl(fun([End], Rest) -> after_line(End, Rest) end, Lines, Ends);
        nomatch -> Lines
    end.

after_line(End, Lines) ->
    case lists:dropwhile(fun(Line) -> Line =/= End end, Lines) of
        [_End | Rest] -> Rest;
        [] -> []
    end.
