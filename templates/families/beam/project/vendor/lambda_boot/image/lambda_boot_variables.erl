-module(lambda_boot_variables).
-moduledoc """
The settings of a `sys.config.src` that depend on environment variables.

The start script of a release replaces `${NAME}` and `${NAME:-default}` in the text of that file
when the VM boots. Here the build has read the file, and only the values are inserted at boot. As
text within quotes a value needs no escaping; elsewhere it is an Erlang term.
""".

-export([set/2, set_text/1, check/0]).

-export_type([variable/0, part/0, template/0, config/0]).

-type variable() :: {Name :: string(), Default :: string()}.
-type part() :: string() | variable().
-doc "A setting: any term with these in place of what depends on variables.".
-type template() ::
    {?MODULE, term | terms, variable()} | {?MODULE, string | binary | atom, [part()]} | term().

-type config() :: [{Application :: atom(), [{Key :: atom(), template()}]}].

-define(FILE_NAME, "sys.config.src").
-define(INVALID, ~"Runtime.ConfigError").

-doc """
Sets the settings, before kernel is started. `Required` are the variables without which there is no
term.
""".
-spec set(config(), Required :: [string()]) -> ok.
set(Config, Required) ->
    case [Name || Name <- Required, os:getenv(Name, "") =:= ""] of
        [] -> set(fun() -> inserted(Config) end);
        Missing -> failed(~"Runtime.MissingVariable", missing(Missing))
    end.

missing([Name]) ->
    [?FILE_NAME, " needs the environment variable ", Name, ", which is not set"];
missing(Names) ->
    Listed = lists:join(", ", Names),
    [?FILE_NAME, " needs the environment variables ", Listed, ", which are not set"].

-doc "Sets the settings in a text that cannot be read before the values are inserted.".
-spec set_text([part()]) -> ok.
set_text(Parts) ->
    set(fun() ->
        case parsed(text(Parts)) of
            {ok, Config} ->
                Config;
            error ->
                Text = [?FILE_NAME, " has no valid Erlang term after its variables are replaced"],
                throw({?MODULE, Text})
        end
    end).

set(Settings) ->
    try
        application:set_env(Settings(), [{persistent, true}])
    catch
        throw:{?MODULE, Message} -> failed(?INVALID, Message);
        error:badarg -> failed(?INVALID, [?FILE_NAME, " is not a list of settings for each application"])
    end.

%% Neither the log nor the network can be used before kernel is started.
failed(Type, Message) ->
    persistent_term:put(?MODULE, {Type, Message}).

-doc "Ends the VM if the settings could not be set.".
-spec check() -> ok.
check() ->
    case persistent_term:get(?MODULE, none) of
        none -> ok;
        {Type, Message} -> lambda_boot_failure:stop(Type, Message)
    end.

inserted({?MODULE, term, Variable}) ->
    term(Variable);
inserted({?MODULE, string, Parts}) ->
    text(Parts);
inserted({?MODULE, binary, Parts}) ->
    unicode:characters_to_binary(text(Parts));
inserted({?MODULE, atom, Parts}) ->
    list_to_atom(text(Parts));
inserted([{?MODULE, terms, Variable} | Tail]) ->
    terms(Variable) ++ inserted(Tail);
inserted([Head | Tail]) ->
    [inserted(Head) | inserted(Tail)];
inserted(Tuple) when is_tuple(Tuple) ->
    list_to_tuple(inserted(tuple_to_list(Tuple)));
inserted(#{} = Map) ->
    #{inserted(Key) => inserted(Value) || Key := Value <- Map};
inserted(Term) ->
    Term.

text(Parts) ->
    lists:append([part(Part) || Part <- Parts]).

part({_, _} = Variable) -> value(Variable);
part(Text) -> Text.

value({Name, Default}) ->
    case os:getenv(Name, "") of
        "" -> Default;
        Value -> Value
    end.

%% Nearly all terms are numbers or atoms. The others load Erlang's scanner and parser (10 ms).
term(Variable) ->
    Text = value(Variable),
    case is_plain_atom(Text) of
        true ->
            list_to_atom(Text);
        false ->
            try
                list_to_integer(Text)
            catch
                error:badarg -> valid(parsed(Text ++ " ."), Variable)
            end
    end.

terms(Variable) ->
    valid(parsed("[" ++ value(Variable) ++ "]."), Variable).

valid({ok, Term}, _Variable) ->
    Term;
valid(error, {Name, _Default}) ->
    %% Without the value, which may be secret.
    throw({
        ?MODULE,
        [
            ["the environment variable ", Name, " is not an Erlang term: "],
            ["if it is text, write \"${", Name, "}\" in ", ?FILE_NAME]
        ]
    }).

is_plain_atom([C | Rest]) when C >= $a, C =< $z -> lists:all(fun is_plain/1, Rest);
is_plain_atom(_) -> false.

is_plain(C) ->
    (C >= $a andalso C =< $z) orelse (C >= $A andalso C =< $Z) orelse
        (C >= $0 andalso C =< $9) orelse C =:= $_ orelse C =:= $@.

parsed(Text) ->
    maybe
        {ok, Tokens, _} ?= erl_scan:string(Text),
        {ok, Term} ?= erl_parse:parse_term(Tokens),
        {ok, Term}
    else
        _ -> error
    end.
