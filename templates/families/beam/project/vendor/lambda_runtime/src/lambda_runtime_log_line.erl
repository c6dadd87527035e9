-module(lambda_runtime_log_line).
-moduledoc "A log record as a line of text: `LEVEL RequestId message`.".

-export([format/1]).

-spec format(logger:log_event()) -> iolist().
format(#{level := Level, meta := Meta} = Event) ->
    Message = lambda_runtime_text:one_line(lambda_runtime_log_message:text(Event)),
    [lambda_runtime_log_message:level(Level), " ", request_id(Meta), Message].

request_id(#{request_id := Id}) -> [lambda_runtime_text:utf8(Id), " "];
request_id(#{}) -> "".
