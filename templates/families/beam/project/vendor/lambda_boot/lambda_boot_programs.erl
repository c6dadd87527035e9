-module(lambda_boot_programs).
-moduledoc "Finds the programs that Erlang code calls by constant names, as in `os:cmd(\"df -k\")`.".

-export([called/1]).

%% Stands for text that is not constant.
-define(UNKNOWN, 1).

-doc """
The names and paths of the programs that are called in abstract code: forms or expressions. Code
that looks for an `optional` program, as with `os:find_executable/1`, can do without it.
""".
-spec called(AbstractCode :: term()) -> [{Program :: string(), required | optional}].
called({call, _, Function, [Argument | _] = Arguments}) ->
    programs(Function, Argument) ++ called(Function) ++ called(Arguments);
called(Tuple) when is_tuple(Tuple) ->
    called(tuple_to_list(Tuple));
called([Head | Tail]) ->
    called(Head) ++ called(Tail);
called(_) ->
    [].

programs({remote, _, {atom, _, Module}, {atom, _, Function}}, Argument) ->
    case {Module, Function} of
        {os, cmd} -> in_shell(text(Argument));
        {'Elixir.System', shell} -> in_shell(text(Argument));
        {'Elixir.System', cmd} -> program(text(Argument), required);
        {'Elixir.System', find_executable} -> program(text(Argument), optional);
        {os, find_executable} -> program(text(Argument), optional);
        {erlang, open_port} -> in_port(Argument);
        {'Elixir.Port', open} -> in_port(Argument);
        _ -> []
    end;
programs({atom, _, open_port}, Argument) ->
    in_port(Argument);
programs(_, _) ->
    [].

in_port({tuple, _, [{atom, _, spawn}, Command]}) -> in_shell(text(Command));
in_port({tuple, _, [{atom, _, spawn_executable}, Program]}) -> program(text(Program), required);
in_port(_) -> [].

program(Text, Need) ->
    [{Text, Need} || Text =/= "", not lists:member(?UNKNOWN, Text)].

-define(OF_SHELL, [
    ".", ":", "[", "alias", "case", "cd", "command", "do", "done", "echo", "elif", "else", "esac", "eval", "exec",
    "exit", "export", "false", "fi", "for", "if", "kill", "printf", "pwd", "read", "set", "shift", "test", "then",
    "times", "trap", "true", "type", "ulimit", "umask", "unset", "until", "wait", "while"
]).

%% The first word of each command.
in_shell(Text) ->
    Quoted = "'[^']*'|\"[^\"]*\"|\\$\\(\\(.*?\\)\\)",
    Unquoted = re:replace(Text, Quoted, [?UNKNOWN], [global, unicode, {return, list}]),
    Commands = re:split(Unquoted, "[|;&\\n(){}`]+", [unicode, {return, list}]),
    First = "^\\s*(?:\\w+=\\S*\\s+)*(?:exec\\s+)?([\\w./+-]+)(?:\\s|$)",
    [
        {Word, required}
     || Command <- Commands,
        {match, [Word]} <- [re:run(Command, First, [unicode, {capture, all_but_first, list}])],
        not lists:member(Word, ?OF_SHELL)
    ].

%% The text of an expression. What is not constant in it is one character.
text({string, _, Text}) -> Text;
text({bin, _, Elements}) -> lists:append([text(Value) || {bin_element, _, Value, _, _} <- Elements]);
text({op, _, '++', Left, Right}) -> text(Left) ++ text(Right);
text({cons, _, {Kind, _, Char}, Tail}) when Kind =:= char; Kind =:= integer -> [Char | text(Tail)];
text({cons, _, Head, Tail}) -> text(Head) ++ text(Tail);
text({nil, _}) -> "";
text(_) -> [?UNKNOWN].
