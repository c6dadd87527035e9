-module(lambda_runtime_test_aws).
-moduledoc """
A stand-in for all services of AWS: an HTTP server on a free local port, and the environment
variables that lead requests to it.

They are those of the VM, so tests that use it must not run at the same time.
""".

-export([with/2]).

-export_type([request/0, response/0]).

-doc """
A request. Path and query are decoded; the names of headers are in lower case.
""".
-type request() :: #{
    method := binary(),
    path := binary(),
    query := [{binary(), binary() | true}],
    headers := #{binary() => binary()},
    body := binary()
}.

-type response() :: {Status :: 100..599, Body :: iodata()}.

-doc "See `lambda_runtime_test:with_aws/2`.".
-spec with(fun((request()) -> response()), fun(() -> Result)) -> {Result, [request()]}.
with(Respond, Fun) ->
    {ok, Listener} = gen_tcp:listen(0, [
        binary,
        {active, false},
        {packet, http_bin},
        {packet_size, 1_048_576},
        {nodelay, true},
        {ip, {127, 0, 0, 1}}
    ]),
    {ok, Port} = inet:port(Listener),
    Test = self(),
    Tag = make_ref(),
    Answer = fun(Request) ->
        Test ! {Tag, Request},
        Respond(Request)
    end,
    Server = spawn_link(fun() -> accept(Listener, Answer) end),
    Before = os:env(),
    try
        ok = set_variables("http://127.0.0.1:" ++ integer_to_list(Port)),
        Result = Fun(),
        {Result, received(Tag)}
    after
        ok = restore(Before),
        unlink(Server),
        exit(Server, kill),
        gen_tcp:close(Listener)
    end.

received(Tag) ->
    receive
        {Tag, Request} -> [Request | received(Tag)]
    after 0 -> []
    end.

%% The endpoint of the management API comes with each event, so it has a variable of its own.
set_variables(Url) ->
    _ = [os:unsetenv(Name) || {"AWS_" ++ _ = Name, _} <- os:env()],
    lists:foreach(fun({Name, Value}) -> os:putenv(Name, Value) end, [
        {"AWS_ENDPOINT_URL", Url},
        {"AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI", Url},
        {"AWS_REGION", "us-east-1"},
        {"AWS_ACCESS_KEY_ID", "test"},
        {"AWS_SECRET_ACCESS_KEY", "test"}
    ]).

restore(Before) ->
    _ = [os:unsetenv(Name) || {"AWS_" ++ _ = Name, _} <- os:env()],
    lists:foreach(fun({Name, Value}) -> os:putenv(Name, Value) end, [
        Variable
     || {"AWS_" ++ _, _} = Variable <- Before
    ]).

%% Each connection has a process of its own. They end with the server.
accept(Listener, Answer) ->
    {ok, Socket} = gen_tcp:accept(Listener),
    Connection = spawn_link(fun() ->
        receive
            go -> serve(Socket, Answer)
        end
    end),
    ok = gen_tcp:controlling_process(Socket, Connection),
    Connection ! go,
    accept(Listener, Answer).

serve(Socket, Answer) ->
    maybe
        {ok, {http_request, Method, {abs_path, Target}, _Version}} ?= gen_tcp:recv(Socket, 0),
        {ok, Headers} ?= read_headers(Socket, #{}),
        {ok, Body} ?= read_body(Socket, Headers),
        Request = request(Method, Target, Headers, Body),
        ok ?= gen_tcp:send(Socket, response(Request, Answer)),
        ok ?= inet:setopts(Socket, [{packet, http_bin}]),
        serve(Socket, Answer)
    else
        _ -> gen_tcp:close(Socket)
    end.

read_headers(Socket, Headers) ->
    case gen_tcp:recv(Socket, 0) of
        {ok, {http_header, _, _, Name, Value}} ->
            read_headers(Socket, Headers#{lambda_runtime_text:lowercase(Name) => Value});
        {ok, http_eoh} ->
            {ok, Headers};
        {error, _} = Error ->
            Error
    end.

read_body(Socket, Headers) ->
    case maps:get(~"content-length", Headers, ~"0") of
        ~"0" ->
            {ok, ~""};
        Length ->
            ok = inet:setopts(Socket, [{packet, raw}]),
            gen_tcp:recv(Socket, binary_to_integer(Length))
    end.

request(Method, Target, Headers, Body) ->
    {Path, Query} =
        case binary:split(Target, ~"?") of
            [Text] -> {Text, []};
            [Text, Rest] -> {Text, uri_string:dissect_query(Rest)}
        end,
    #{
        method => method(Method),
        path => uri_string:percent_decode(Path),
        query => Query,
        headers => Headers,
        body => Body
    }.

method(Method) when is_atom(Method) -> atom_to_binary(Method);
method(Method) -> Method.

%% A request that the test has no response for must not end the test without a reason.
response(Request, Answer) ->
    {Status, Body} =
        try
            Answer(Request)
        catch
            Class:Reason:Stacktrace ->
                Text = io_lib:format("no response of the test to ~0tp: ~0tp", [
                    Request, {Class, Reason, Stacktrace}
                ]),
                {400, unicode:characters_to_binary(Text)}
        end,
    Length = integer_to_binary(iolist_size(Body)),
    Head = ["HTTP/1.1 ", integer_to_binary(Status), " Status\r\nContent-Length: ", Length],
    [Head, "\r\n\r\n", Body].
