-module(lambda_runtime_log_json).
-moduledoc """
A log record as a JSON object: `timestamp`, `level`, `message`, `requestId`, and the metadata of
the record.

The names are those of Lambda's own runtimes, so that CloudWatch's filters fit:
<https://docs.aws.amazon.com/lambda/latest/dg/monitoring-logs.html>. Of the metadata, numbers,
booleans, atoms and text are taken; what logger and Logger add to each record by themselves is
not.
""".

-export([format/1]).

%% Added by logger or by Elixir's Logger to every record, and of use only inside the VM.
-define(INTERNAL, [
    time, mfa, file, line, pid, gl, domain, report_cb, error_logger, logger_formatter, application,
    module, function, crash_reason, erl_level, initial_call, registered_name, callers, ansi_color
]).

-spec format(logger:log_event()) -> iodata().
format(#{level := Level, meta := Meta} = Event) ->
    Fields = maps:fold(fun field/3, #{}, maps:without(?INTERNAL, Meta)),
    json:encode(Fields#{
        ~"timestamp" => timestamp(Meta),
        ~"level" => lambda_runtime_log_message:level(Level),
        ~"message" => lambda_runtime_log_message:text(Event)
    }).

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
