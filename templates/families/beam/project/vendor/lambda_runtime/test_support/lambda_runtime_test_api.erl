-module(lambda_runtime_test_api).
-moduledoc """
The Lambda Runtime API as an HTTP server on a free local port.

It behaves as Lambda does: `next` blocks; a response is accepted once (403 after that), for a known
request id (400 otherwise), and up to 6,291,556 bytes (413 otherwise). It can simulate faults of
network and server, see `t:options/0`.
""".

-behaviour(gen_server).

-export([start_link/0, start_link/1, address/1, stop/1]).
-export([await_next/2, invoke/2, invoke/3, invoke/4, init_error/2, disconnect/1, refuse/2]).
%% For lambda_runtime_test_connection.
-export([next/1, post/4, stream_options/2]).
-export([init/1, handle_call/3, handle_cast/2, handle_info/2]).

-export_type([options/0, answered/0, fault/0]).

-doc """
- `headers`: sent with the event, in addition to those that are always sent
- `chunked`: sends the event in chunks of this many bytes
- `on_next`: fault while the event is sent
- `on_answer`: fault after the runtime's response arrives. Unless it is a status, the response
  counts.
- `posted`: called when a response has arrived, before it is acknowledged
- `observer`: receives `{chunk, Data}` for each part of a streamed response
- `hang_up`: closes the connection after the first part of a streamed response, as if the caller had
  disconnected
""".
-type options() :: #{
    headers => #{binary() => binary()},
    chunked => pos_integer(),
    on_next => fault(),
    on_answer => fault(),
    posted => fun(() -> term()),
    observer => pid(),
    hang_up => true
}.

-doc """
- a status: is sent instead, for `next` without an event
- `close_before`: closes the connection without a response, once; a repeated request is served
- `close_taken`: closes it without a response, but the request counts: a repeated one is refused
- `close_in_headers`, `close_in_body`: closes it there
- `close_after`: sends the whole response, with `Connection: close`
- `close_silently_after`: sends the whole response, then closes without announcing it
""".
-type fault() ::
    none
    | 400..599
    | close_before
    | close_taken
    | close_in_headers
    | close_in_body
    | close_after
    | close_silently_after.

-doc """
What the runtime has posted for an invocation: headers in lower case and the body, or an error
report as JSON. `chunks` are the parts of a streamed body.
""".
-type answered() ::
    #{
        error => binary(),
        headers := #{binary() => binary()},
        body := binary(),
        chunks := [binary()],
        trailers := #{binary() => binary()}
    }.

-define(MAX_RESPONSE, 6_291_556).
-define(RESPONSE_MODE, ~"lambda-runtime-function-response-mode").

-spec start_link() -> {ok, pid()}.
start_link() ->
    start_link(0).

-doc "Starts a server on a port, 0 for a free one.".
-spec start_link(inet:port_number()) -> {ok, pid()}.
start_link(Port) ->
    {ok, _} = gen_server:start_link(?MODULE, Port, []).

-doc "The value for `AWS_LAMBDA_RUNTIME_API`.".
-spec address(pid()) -> string().
address(Api) ->
    "127.0.0.1:" ++ integer_to_list(gen_server:call(Api, port)).

-spec stop(pid()) -> ok.
stop(Api) ->
    gen_server:stop(Api).

-doc "Waits until the runtime asks for an event.".
-spec await_next(pid(), timeout()) -> ok | timeout.
await_next(Api, Timeout) ->
    request(Api, await_next, Timeout).

-spec invoke(pid(), binary()) -> answered() | timeout.
invoke(Api, Event) ->
    invoke(Api, Event, #{}).

-spec invoke(pid(), binary(), options()) -> answered() | timeout.
invoke(Api, Event, Options) ->
    invoke(Api, Event, Options, 60_000).

-doc "Sends an event to the runtime and waits up to `Timeout` milliseconds for the response.".
-spec invoke(pid(), binary(), options(), timeout()) -> answered() | timeout.
invoke(Api, Event, Options, Timeout) ->
    request(Api, {invoke, Event, Options}, Timeout).

-doc "Waits until the runtime reports that its init has failed.".
-spec init_error(pid(), timeout()) -> answered() | timeout.
init_error(Api, Timeout) ->
    request(Api, init_error, Timeout).

%% After a time-out, a late reply does not get into the mailbox of the test.
request(Api, Call, Timeout) ->
    case gen_server:receive_response(gen_server:send_request(Api, Call), Timeout) of
        {reply, Answered} -> Answered;
        timeout -> timeout;
        {error, {Reason, _}} -> exit(Reason)
    end.

-doc "Closes the connections that wait for an event and returns their number.".
-spec disconnect(pid()) -> non_neg_integer().
disconnect(Api) ->
    gen_server:call(Api, disconnect).

-doc "Sends a status to the connections that wait for an event and returns their number.".
-spec refuse(pid(), 400..599) -> non_neg_integer().
refuse(Api, Status) ->
    gen_server:call(Api, {refuse, Status}).

-doc false.
-spec next(pid()) ->
    {event, RequestId :: binary(), binary(), options()} | close | {status, 400..599}.
next(Api) ->
    gen_server:call(Api, next, infinity).

-doc false.
-spec post(pid(), response | error | init_error, RequestId :: binary(), answered()) ->
    {Status :: pos_integer(), Body :: binary(), fault()}.
post(Api, Kind, RequestId, Answered) ->
    gen_server:call(Api, {post, Kind, RequestId, Answered}, infinity).

-doc false.
-spec stream_options(pid(), RequestId :: binary()) -> options().
stream_options(Api, RequestId) ->
    gen_server:call(Api, {stream_options, RequestId}, infinity).

%% `events`: not sent yet; `waiting`: connections that wait for an event; `given`: events that were
%% sent, by request id, with their callers. The id stays after the caller has its reply.

-doc false.
init(Port) ->
    {ok, Listener} = gen_tcp:listen(Port, [
        binary,
        {active, false},
        {reuseaddr, true},
        {backlog, 128},
        {packet, http_bin},
        {packet_size, 1_048_576},
        {nodelay, true},
        {ip, {127, 0, 0, 1}}
    ]),
    {ok, ListenPort} = inet:port(Listener),
    Api = self(),
    _ = spawn_link(fun() -> lambda_runtime_test_connection:accept(Listener, Api) end),
    {ok, #{
        port => ListenPort,
        events => queue:new(),
        waiting => queue:new(),
        given => #{},
        awaiting_next => [],
        init_error => none,
        awaiting_init_error => none
    }}.

-doc false.
handle_call(port, _From, #{port := Port} = State) ->
    {reply, Port, State};
handle_call({invoke, Event, Options}, Caller, #{events := Events} = State) ->
    {noreply, hand_out(State#{events := queue:in({Caller, Event, Options}, Events)})};
handle_call(await_next, From, #{waiting := Waiting, awaiting_next := Callers} = State) ->
    case queue:is_empty(Waiting) of
        true -> {noreply, State#{awaiting_next := [From | Callers]}};
        false -> {reply, ok, State}
    end;
handle_call(next, Connection, #{waiting := Waiting, awaiting_next := Callers} = State) ->
    _ = [gen_server:reply(Caller, ok) || Caller <- Callers],
    {noreply, hand_out(State#{waiting := queue:in(Connection, Waiting), awaiting_next := []})};
handle_call(disconnect, _From, State) ->
    turn_away(close, State);
handle_call({refuse, Status}, _From, State) ->
    turn_away({status, Status}, State);
handle_call(init_error, From, #{init_error := none} = State) ->
    {noreply, State#{awaiting_init_error := From}};
handle_call(init_error, _From, #{init_error := Answered} = State) ->
    {reply, Answered, State};
handle_call({stream_options, Id}, _From, #{given := Given} = State) ->
    case Given of
        #{Id := {_Caller, Options}} -> {reply, Options, State};
        #{} -> {reply, #{}, State}
    end;
handle_call({post, init_error, _, Answered}, _From, #{awaiting_init_error := Waiting} = State) ->
    _ = Waiting =:= none orelse gen_server:reply(Waiting, Answered),
    {reply, {202, ok_body(), none}, State#{init_error := Answered}};
handle_call({post, Kind, Id, Answered}, _From, #{given := Given} = State) ->
    case Given of
        #{Id := {Caller, Options}} ->
            _ = (maps:get(posted, Options, fun() -> ok end))(),
            take(Kind, Id, Caller, Options, Answered, State);
        #{Id := answered} ->
            Problem = problem(~"InvalidStateTransition", ~"The invocation was answered already"),
            {reply, {403, Problem, none}, State};
        #{} ->
            Problem = problem(~"InvalidRequestID", ~"Invalid request ID"),
            {reply, {400, Problem, none}, State}
    end.

-doc false.
handle_cast(_, State) ->
    {noreply, State}.

-doc false.
handle_info(_, State) ->
    {noreply, State}.

hand_out(#{events := Events, waiting := Waiting, given := Given} = State) ->
    case {queue:out(Events), queue:out(Waiting)} of
        {{{value, {Caller, Event, Options}}, MoreEvents}, {{value, Connection}, MoreWaiting}} ->
            Id = request_id(Options),
            gen_server:reply(Connection, {event, Id, Event, Options}),
            Again = again(maps:get(on_next, Options, none), {Caller, Event, Options}, MoreEvents),
            NowGiven = Given#{Id => {Caller, Options}},
            State#{events := Again, waiting := MoreWaiting, given := NowGiven};
        _ ->
            State
    end.

%% An event that was not delivered is sent to the next request.
again(Fault, {Caller, Event, Options}, Events) when Fault =:= close_before; is_integer(Fault) ->
    queue:in_r({Caller, Event, Options#{on_next := none}}, Events);
again(_Fault, _Invocation, Events) ->
    Events.

turn_away(Reply, #{waiting := Waiting} = State) ->
    [gen_server:reply(Connection, Reply) || Connection <- queue:to_list(Waiting)],
    {reply, queue:len(Waiting), State#{waiting := queue:new()}}.

%% Refused, or lost: a repeated request is served.
take(_Kind, Id, Caller, #{on_answer := Status} = Options, _Answered, State) when
    is_integer(Status)
->
    {reply, {Status, problem(~"Refused", ~"on demand"), none}, once(Id, Caller, Options, State)};
take(_Kind, Id, Caller, #{on_answer := close_before} = Options, _Answered, State) ->
    {reply, {202, ok_body(), close_before}, once(Id, Caller, Options, State)};
take(Kind, Id, Caller, Options, Answered, #{given := Given} = State) ->
    {Status, Body, Outcome} = judge(Kind, Answered),
    gen_server:reply(Caller, Outcome),
    Fault = maps:get(on_answer, Options, none),
    {reply, {Status, Body, Fault}, State#{given := Given#{Id := answered}}}.

once(Id, Caller, Options, #{given := Given} = State) ->
    State#{given := Given#{Id := {Caller, Options#{on_answer := none}}}}.

judge(response, #{headers := #{?RESPONSE_MODE := ~"streaming"}} = Answered) ->
    {202, ok_body(), streamed(Answered)};
judge(response, #{headers := #{?RESPONSE_MODE := _}} = Answered) ->
    Problem = problem(~"Runtime.InvalidResponseModeHeader", ~"Invalid response mode"),
    {400, Problem, Answered#{error => Problem}};
judge(response, #{body := Body} = Answered) when byte_size(Body) > ?MAX_RESPONSE ->
    Message = ~"Exceeded maximum allowed payload size (6291556 bytes).",
    TooLarge = problem(~"Function.ResponseSizeTooLarge", Message),
    {413, problem(~"RequestEntityTooLarge", Message), Answered#{error => TooLarge}};
judge(response, Answered) ->
    {202, ok_body(), Answered};
judge(error, #{body := Body} = Answered) ->
    {202, ok_body(), Answered#{error => Body}}.

streamed(#{trailers := #{~"lambda-runtime-function-error-body" := Error}} = Answered) ->
    Answered#{error => base64:decode(Error)};
streamed(Answered) ->
    Answered.

request_id(#{headers := #{~"Lambda-Runtime-Aws-Request-Id" := Id}}) ->
    Id;
request_id(_Options) ->
    Random = [io_lib:format("~4.16.0b", [rand:uniform(65536) - 1]) || _ <- lists:seq(1, 8)],
    [A, B, C, D, E, F, G, H] = Random,
    iolist_to_binary([A, B, $-, C, $-, D, $-, E, $-, F, G, H]).

ok_body() ->
    ~"{\"status\":\"OK\"}\n".

problem(Type, Message) ->
    iolist_to_binary(json:encode(#{errorType => Type, errorMessage => Message})).
