-module(lambda_runtime_log).
-moduledoc """
The log handler: each record is one line on standard output, written before the call that logged it
returns.

OTP's own `logger_std_h` collects records in a process and drops some when there are many. Lambda
freezes the VM as soon as the response is there, so what is in a queue then appears in a later
invocation, or never. Here the process that logs does the writing: nothing is queued, nothing is
dropped, and a process that logs a lot waits for itself.

- `AWS_LAMBDA_LOG_FORMAT=JSON` makes each line a JSON object; else it is `LEVEL RequestId message`.
- `AWS_LAMBDA_LOG_LEVEL` (`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`) is the lowest level
  that is written.

Records carry the id of the invocation whose process logged them. A process that the handler
starts can log with it, too: `logger:set_process_metadata(Metadata)` with what
`logger:get_process_metadata()` said in the handler.
""".

-include_lib("kernel/include/logger.hrl").

-export([install/0, metadata/1, failure/1]).
%% Callbacks of logger.
-export([adding_handler/1, log/2]).

-doc "Takes the place of the default handler, with its level and filters; if there is none, none.".
-spec install() -> ok.
install() ->
    ok = set_level(os:getenv("AWS_LAMBDA_LOG_LEVEL", "")),
    case logger:get_handler_config(default) of
        {ok, #{module := ?MODULE}} ->
            ok;
        {ok, Config} ->
            ok = logger:remove_handler(default),
            Kept = maps:with([level, filters, filter_default], Config),
            ok = logger:add_handler(default, ?MODULE, Kept);
        {error, _} ->
            ok
    end.

format("JSON") -> lambda_runtime_log_json;
format(_) -> lambda_runtime_log_line.

set_level("TRACE") -> logger:set_primary_config(level, all);
set_level("DEBUG") -> logger:set_primary_config(level, debug);
set_level("INFO") -> logger:set_primary_config(level, info);
set_level("WARN") -> logger:set_primary_config(level, warning);
set_level("ERROR") -> logger:set_primary_config(level, error);
set_level("FATAL") -> logger:set_primary_config(level, critical);
set_level(_) -> ok.

-doc "What the records of an invocation carry.".
-spec metadata(lambda_runtime:context()) -> logger:metadata().
metadata(Context) ->
    #{
        Key => Value
     || Key := Value <- maps:with([request_id, trace_id, tenant_id], Context), Value =/= undefined
    }.

-doc "Logs why an invocation, or init, failed.".
-spec failure(lambda_runtime_error:report()) -> ok.
failure(#{type := Type} = Report) ->
    ?LOG_ERROR(lambda_runtime_error:text(Report), #{error_type => Type}).

-doc false.
-spec adding_handler(logger:handler_config()) -> {ok, logger:handler_config()}.
adding_handler(Config) ->
    {ok, Config#{config => format(os:getenv("AWS_LAMBDA_LOG_FORMAT", ""))}}.

-doc false.
-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(Event, #{config := Format}) ->
    Line =
        try
            Format:format(Event)
        catch
            %% A handler that fails is removed by logger, and all later records are lost with it.
            _:_ -> Format:format(unformattable(Event))
        end,
    _ = io:put_chars(user, [Line, $\n]),
    ok.

unformattable(#{msg := Msg, meta := Meta} = Event) ->
    Text = lambda_runtime_text:utf8({unformattable, Msg}),
    Event#{msg := {string, Text}, meta := maps:with([time, request_id], Meta)}.
