#!/usr/bin/env escript
%% Finds the programs that the code of the project and of its dependencies calls by constant names, as in
%% os:cmd("df -k") and System.cmd("git", args). The Dockerfile runs
%%
%%     find_programs.escript ROOT
%%
%% and complete_root.sh copies the programs that are listed on standard output. ROOT is the content of the image so
%% far. A program that the build image does not have is reported.

-mode(compile).

%% Stands for text that is not constant.
-define(UNKNOWN, 1).

main([Root]) ->
    ok = add_elixir(),
    Apps = [
        hd(string:split(filename:basename(Directory), "-"))
     || Directory <- filelib:wildcard(filename:join(Root, "var/task/lib/*"))
    ],
    Calls = lists:usort([
        Call
     || App <- Apps,
        %% The release has no debug information, which says how functions are called.
        File <- filelib:wildcard("_build/prod/{lib,checkouts}/" ++ App ++ "/ebin/*.beam"),
        Call <- calls(File)
    ]),
    _ = [io:format("~ts~n", [Program]) || Program <- programs_here(Calls)],
    _ = [missing(Call, Root) || Call <- Calls],
    ok.

%% It can turn the debug information of its modules into Erlang.
add_elixir() ->
    case os:find_executable("elixir") of
        false ->
            ok;
        Elixir ->
            Print = "IO.write(:code.lib_dir(:elixir))",
            Directory = os:cmd(lists:flatten([Elixir, " -e '", Print, "'"])),
            _ = code:add_path(filename:join(Directory, "ebin")),
            ok
    end.

programs_here(Calls) ->
    lists:usort([Program || {Program, _, _} <- Calls, os:find_executable(Program) =/= false]).

missing({_Program, _Module, optional}, _Root) ->
    ok;
missing({Program, Module, required}, Root) ->
    InImage = [filename:join([Root, Path, Program]) || Path <- ["usr/local/bin", "usr/bin", "bin"]],
    Known = os:find_executable(Program) =/= false orelse lists:any(fun filelib:is_file/1, InImage),
    Known orelse
        io:format(
            standard_error,
            "find_programs.escript: ~ts calls ~ts, which the build image does not have. In the Dockerfile, set"
            " BUILD_PACKAGES to the Debian package that has it; it is then copied to the image.~n",
            [name(Module), Program]
        ).

name(Module) ->
    case atom_to_list(Module) of
        "Elixir." ++ Name -> Name;
        Name -> Name
    end.

%% {Program, Module, required | optional} for each call in a module.
calls(File) ->
    case beam_lib:chunks(File, [abstract_code]) of
        {ok, {Module, [{abstract_code, {_, Forms}}]}} ->
            case atom_to_list(Module) of
                %% They run on your machine.
                "Elixir.Mix.Tasks." ++ _ -> [];
                _ -> [{Program, Module, Need} || {Program, Need} <- in(Forms)]
            end;
        _ ->
            []
    end.

in({call, _, Function, [Argument | _] = Arguments}) ->
    programs(Function, Argument) ++ in(Function) ++ in(Arguments);
in(Tuple) when is_tuple(Tuple) ->
    in(tuple_to_list(Tuple));
in([Head | Tail]) ->
    in(Head) ++ in(Tail);
in(_) ->
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
