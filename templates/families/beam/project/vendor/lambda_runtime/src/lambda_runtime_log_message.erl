-module(lambda_runtime_log_message).
-moduledoc "The text of a log record, whichever way it was logged.".

-export([text/1, level/1]).

-define(CHARS_LIMIT, 131_072).

-doc "The message as UTF-8; may have several lines.".
-spec text(logger:log_event()) -> binary().
text(#{msg := {string, Text}}) ->
    lambda_runtime_text:utf8(Text);
text(#{msg := {report, Report}, meta := Meta}) ->
    lambda_runtime_text:utf8(report(Report, maps:get(report_cb, Meta, fun logger:format_report/1)));
text(#{msg := {Format, Args}}) ->
    lambda_runtime_text:utf8(formatted(Format, Args)).

report(Report, Callback) when is_function(Callback, 1) ->
    {Format, Args} = Callback(Report),
    formatted(Format, Args);
report(Report, Callback) when is_function(Callback, 2) ->
    Callback(Report, #{depth => unlimited, chars_limit => ?CHARS_LIMIT, single_line => false}).

formatted(Format, Args) ->
    io_lib:format(Format, Args, [{chars_limit, ?CHARS_LIMIT}]).

-doc "The level in Lambda's words, which know six of the eight.".
-spec level(logger:level()) -> binary().
level(debug) -> ~"DEBUG";
level(info) -> ~"INFO";
level(notice) -> ~"INFO";
level(warning) -> ~"WARN";
level(error) -> ~"ERROR";
level(_CriticalAlertEmergency) -> ~"FATAL".
