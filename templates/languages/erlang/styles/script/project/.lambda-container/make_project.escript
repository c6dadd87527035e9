#!/usr/bin/env escript
%% Makes a rebar3 project of a function in one file, in the build stage of the Dockerfile: hello.erl
%% becomes src/hello.erl.

-mode(compile).

main([App]) ->
    Module = App ++ ".erl",
    [] = os:cmd("cp -R .lambda-container/project/. ."),
    {ok, _Size} = file:copy(Module, filename:join("src", Module)),
    Resource =
        {application, list_to_atom(App), [
            {description, "The function " ++ App},
            {vsn, "0.1.0"},
            {registered, []},
            {mod, {list_to_atom(App ++ "_app"), []}},
            {applications, [kernel, stdlib, lambda_runtime | applications(Module)]},
            {env, []},
            {modules, []}
        ]},
    Text = io_lib:format("~tp.~n", [Resource]),
    ok = file:write_file(filename:join("src", App ++ ".app.src"), Text).

%% A module that is run by itself can call all of Erlang/OTP; a release has the applications that it names.
applications(File) ->
    {ok, Forms} = epp:parse_file(File, []),
    Paths = [code:which(needed(Module)) || Module <- lists:usort(called(Forms))],
    Names = [application_of(Path) || Path <- Paths, is_list(Path), Path =/= []],
    lists:usort(Names) -- [kernel, stdlib].

%% The only part of the runtime that needs an application of its own.
needed(lambda_runtime_aws) -> ssl;
needed(Module) -> Module.

%% lib/crypto-5.6/ebin/crypto.beam -> crypto
application_of(Path) ->
    Directory = filename:basename(filename:dirname(filename:dirname(Path))),
    list_to_atom(hd(string:split(Directory, "-"))).

called({remote, _, {atom, _, Module}, _Function}) -> [Module];
called({function, {atom, _, Module}, _Function, _Arity}) -> [Module];
called(Form) when is_tuple(Form) -> called(tuple_to_list(Form));
called(Forms) when is_list(Forms) -> lists:flatmap(fun called/1, Forms);
called(_Other) -> [].
