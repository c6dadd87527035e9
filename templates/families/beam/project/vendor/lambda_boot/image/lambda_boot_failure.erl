-module(lambda_boot_failure).
-moduledoc """
Ends the VM when its configuration fails at boot: logs why, reports it to Lambda as an error of
init, and exits with status 1.

Otherwise `init` would end the VM, with a crash dump as the only explanation.
""".

-export([stop/1, stop/2, stop/4]).

-doc "For a failure that is no exception.".
-spec stop(Message :: unicode:chardata()) -> no_return().
stop(Message) ->
    stop(~"Runtime.ConfigError", Message).

-doc "As `stop/1`, with a type for the report.".
-spec stop(Type :: binary(), Message :: unicode:chardata()) -> no_return().
stop(Type, Message) ->
    report(lambda_runtime_error:new(Type, Message, [])).

-doc "For an exception in a configuration provider of Elixir.".
-spec stop(error | exit | throw, term(), erlang:stacktrace(), [lambda_boot_provider:source()]) ->
    no_return().
stop(Class, Reason, Stacktrace, Sources) ->
    InProject = without_evaluator([in_project(Entry, Sources) || Entry <- Stacktrace]),
    Entries = [Entry || {_, Entry} <- InProject],
    Language = 'Elixir.LambdaRuntime.Language',
    Report = lambda_runtime_error:describe(Language, Class, Reason, Entries),
    report(with_location([Where || {{_, _} = Where, _} <- InProject], Report)).

%% An entry with the line of the project's file that it belongs to. The module that is compiled from
%% a file looks like the file that Elixir evaluates.
in_project({Module, Function, Arity, Location} = Entry, Sources) ->
    File = proplists:get_value(file, Location, ""),
    Line = proplists:get_value(line, Location),
    case [Source || Source <- Sources, is_in(Module, File, Source)] of
        [{_, Name, Module}] ->
            {{Name, Line}, {elixir_eval, '__FILE__', 1, [{file, Name}, {line, Line}]}};
        [{_, Name, _}] ->
            {{Name, Line}, {Module, Function, Arity, [{file, Name}, {line, Line}]}};
        [] ->
            {none, Entry}
    end;
in_project(Entry, _Sources) ->
    {none, Entry}.

%% Elixir shows files relative to the working directory.
is_in(Module, _File, {_, _, Module}) -> true;
is_in(_Module, [_ | _] = File, {Path, _, _}) -> lists:suffix([$/ | File], [$/ | Path]);
is_in(_Module, _File, _Source) -> false.

%% Below the project's file there is only what has evaluated it.
without_evaluator(Entries) ->
    case lists:dropwhile(fun({Where, _}) -> Where =:= none end, lists:reverse(Entries)) of
        [] -> lists:takewhile(fun({_, Entry}) -> not is_boot(Entry) end, Entries);
        FromFile -> lists:reverse(FromFile)
    end.

is_boot(Entry) ->
    element(1, Entry) =:= lambda_boot_provider.

with_location([{Name, Line} | _], #{message := Message} = Report) when is_integer(Line) ->
    Report#{message := iolist_to_binary([Name, ":", integer_to_binary(Line), ": ", Message])};
with_location(_Unknown, Report) ->
    Report.

-spec report(lambda_runtime_error:report()) -> no_return().
report(Report) ->
    %% The runtime is not started yet, so neither is its log handler.
    ok = lambda_runtime_log:install(),
    ok = lambda_runtime_log:failure(Report),
    ok = report(os:getenv("AWS_LAMBDA_RUNTIME_API", ""), Report),
    erlang:halt(1, [{flush, true}]).

report("", _Report) ->
    ok;
report(Address, Report) ->
    try
        lambda_runtime_api:init_error(lambda_runtime_http:address(Address), Report)
    catch
        %% It has logged why.
        exit:{shutdown, _} -> ok
    end.
