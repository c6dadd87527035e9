-module(lambda_runtime_log).
-moduledoc """
The log handler: writes each record as one line to standard output before the logging call returns.

OTP's `logger_std_h` sends records to a process, which drops some under load. Lambda freezes the VM
as soon as the response is posted, so a record that is still queued would appear in a later
invocation or never. Here the process that logs writes the record itself: nothing is queued and
nothing is dropped, and a process that logs a lot only slows down itself.

- `AWS_LAMBDA_LOG_FORMAT=JSON` makes each line a JSON object; otherwise it is
  `LEVEL RequestId message`, or what the formatter makes that the project configures for the default
  handler. A formatter other than those of OTP and Elixir takes precedence over JSON, too.
- `AWS_LAMBDA_LOG_LEVEL` (`TRACE`, `DEBUG`, `INFO`, `WARN`, `ERROR`, `FATAL`) is the lowest level
  that is written.

Records carry the request id of the invocation whose process logged them. To add it to the records
of a process that the handler starts, call `logger:set_process_metadata(Metadata)` there with the
result of `logger:get_process_metadata()` in the handler.

The keys of JSON records are those of Lambda's own runtimes, so that CloudWatch's filters match:
<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-logs.html>. Metadata is included if it is a
number, a boolean, an atom or text, except for what `logger` and Elixir's `Logger` add to each
record.
""".

-include_lib("kernel/include/logger.hrl").

-export([install/0, metadata/1, failure/1]).
%% Callbacks of logger.
-export([adding_handler/1, log/2]).
%% For tests.
-export([format/2]).

-define(CHARS_LIMIT, 131_072).

%% In the settings of kernel unless the project has others.
-define(DEFAULT_FORMATTER, {logger_formatter, #{legacy_header => true, single_line => false}}).

%% Metadata that logger or Elixir's Logger adds to every record. It means nothing outside the VM.
-define(INTERNAL, [
    time, mfa, file, line, pid, gl, domain, report_cb, error_logger, logger_formatter, application,
    module, function, crash_reason, erl_level, initial_call, registered_name, callers, ansi_color
]).

-doc """
Replaces OTP's default handler if it writes to standard output, and keeps its level, its filters and
a formatter that the project configures. Installs nothing if the project has removed or replaced the
default handler.
""".
-spec install() -> ok.
install() ->
    ok = set_level(os:getenv("AWS_LAMBDA_LOG_LEVEL", "")),
    case logger:get_handler_config(default) of
        {ok, #{module := logger_std_h, config := #{type := standard_io}} = Config} ->
            ok = logger:remove_handler(default),
            Kept = maps:with([level, filters, filter_default], Config),
            ok = logger:add_handler(default, ?MODULE, Kept#{formatter => formatter(Config)});
        {_, _InstalledOrRemovedOrReplaced} ->
            ok
    end.

%% The defaults of OTP and Elixir are for terminals. They are kept only if the project configures
%% them: in `kernel`, as `:default_formatter`, or in `:default_handler`.
formatter(#{formatter := {Module, _} = Formatter}) ->
    OfKernel = [
        configured
     || {handler, default, Of, #{formatter := Set}} <- application:get_env(kernel, logger, []),
        %% The lean boot has this handler in the settings.
        Of =/= ?MODULE,
        Set =/= ?DEFAULT_FORMATTER
    ],
    ElixirHandler = application:get_env(logger, default_handler, []),
    IsConfigured =
        not is_plain(Module) orelse
            OfKernel =/= [] orelse
            application:get_env(logger, default_formatter, []) =/= [] orelse
            (is_list(ElixirHandler) andalso lists:keymember(formatter, 1, ElixirHandler)),
    case IsConfigured of
        true -> Formatter;
        false -> {?MODULE, []}
    end.

%% Formatters that make lines of text.
is_plain(Module) ->
    lists:member(Module, [logger_formatter, 'Elixir.Logger.Formatter']).

set_level("TRACE") -> logger:set_primary_config(level, all);
set_level("DEBUG") -> logger:set_primary_config(level, debug);
set_level("INFO") -> logger:set_primary_config(level, info);
set_level("WARN") -> logger:set_primary_config(level, warning);
set_level("ERROR") -> logger:set_primary_config(level, error);
set_level("FATAL") -> logger:set_primary_config(level, critical);
set_level(_) -> ok.

-doc "The metadata of an invocation's records.".
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
    Format =
        case os:getenv("AWS_LAMBDA_LOG_FORMAT", "") of
            "JSON" -> json;
            _ -> line
        end,
    {ok, Config#{config => Format}}.

-doc false.
-spec log(logger:log_event(), logger:handler_config()) -> ok.
log(Event, #{config := Format, formatter := {Module, Config}}) ->
    Text =
        try
            formatted(Event, Format, Module, Config)
        catch
            %% logger removes a handler that fails, and all later records would be lost.
            _:_ -> [format(Format, unformattable(Event)), $\n]
        end,
    _ = io:put_chars(user, Text),
    ok.

formatted(Event, Format, ?MODULE, _Config) ->
    [format(Format, Event), $\n];
formatted(Event, line, Module, Config) ->
    Module:format(Event, Config);
formatted(Event, json, Module, Config) ->
    case is_plain(Module) of
        true -> [format(json, Event), $\n];
        false -> Module:format(Event, Config)
    end.

unformattable(#{msg := Msg, meta := Meta} = Event) ->
    Text = lambda_runtime_text:utf8({unformattable, Msg}),
    Event#{msg := {string, Text}, meta := maps:with([time, request_id], Meta)}.

-doc false.
-spec format(line | json, logger:log_event()) -> iodata().
format(line, #{level := Level, meta := Meta} = Event) ->
    Id =
        case Meta of
            #{request_id := RequestId} -> [lambda_runtime_text:utf8(RequestId), " "];
            #{} -> ""
        end,
    [level(Level), " ", Id, lambda_runtime_text:one_line(message(Event))];
format(json, #{level := Level, meta := Meta} = Event) ->
    Fields = maps:fold(fun field/3, #{}, maps:without(?INTERNAL, Meta)),
    json:encode(Fields#{
        ~"timestamp" => timestamp(Meta),
        ~"level" => level(Level),
        ~"message" => message(Event)
    }).

%% Lambda has six levels, OTP eight.
level(debug) -> ~"DEBUG";
level(info) -> ~"INFO";
level(notice) -> ~"INFO";
level(warning) -> ~"WARN";
level(error) -> ~"ERROR";
level(_CriticalAlertEmergency) -> ~"FATAL".

%% The message as UTF-8. It may have several lines.
message(#{msg := {string, Text}}) ->
    lambda_runtime_text:utf8(Text);
message(#{msg := {report, Report}, meta := Meta}) ->
    lambda_runtime_text:utf8(report(Report, maps:get(report_cb, Meta, fun logger:format_report/1)));
message(#{msg := {Format, Args}}) ->
    lambda_runtime_text:utf8(chars(Format, Args)).

report(Report, Callback) when is_function(Callback, 1) ->
    {Format, Args} = Callback(Report),
    chars(Format, Args);
report(Report, Callback) when is_function(Callback, 2) ->
    Callback(Report, #{depth => unlimited, chars_limit => ?CHARS_LIMIT, single_line => false}).

chars(Format, Args) ->
    io_lib:format(Format, Args, [{chars_limit, ?CHARS_LIMIT}]).

timestamp(Meta) ->
    Microseconds = maps:get(time, Meta, os:system_time(microsecond)),
    list_to_binary(
        calendar:system_time_to_rfc3339(Microseconds div 1000, [{unit, millisecond}, {offset, "Z"}])
    ).

field(Key, Value, Fields) ->
    case value(Value) of
        none -> Fields;
        Encodable -> Fields#{name(Key) => Encodable}
    end.

name(request_id) -> ~"requestId";
name(trace_id) -> ~"traceId";
name(tenant_id) -> ~"tenantId";
name(error_type) -> ~"errorType";
name(Key) -> lambda_runtime_text:utf8(value(Key)).

value(Value) when is_number(Value); is_boolean(Value) -> Value;
value(Value) when is_atom(Value) -> atom_to_binary(Value);
value(Value) when is_binary(Value) -> lambda_runtime_text:utf8(Value, 4096);
value(_) -> none.
