-module(lambda_runtime_api).
-moduledoc """
The calls of the Lambda Runtime API, on one connection that is kept alive and made anew when needed.

<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> describes it. What it leaves
open, this client decides so:

- An API that cannot be reached is tried again for about three seconds (it may start later than this
  VM), then the poller gives up.
- A 500 means "container error, non-recoverable": the poller gives up at once.
- A 4xx says that the API is well and this answer was not wanted (413 too large, 403 or 400 answered
  already, 410 too late): it is logged and the next event is asked for.
- A connection that ends before the status line of an answer: the request is sent again, once, on
  a fresh connection. The API tells a repeated answer by its request id.
- A connection that ends in the middle of an event: it is reported as failed, so that its caller
  need not wait for the time-out.

Giving up is `exit({shutdown, _})` of the calling process, after saying why in the log.
""".

-export([new/1, next/1, respond/3, fail/3, init_error/2]).
-export([open_stream/3, send_chunk/2, close_stream/2, abort_stream/2]).

-export_type([client/0, event/0, answer/0]).

-opaque client() :: #{
    address := lambda_runtime_http:address(),
    socket := lambda_runtime_http:socket() | none
}.

-type event() :: {lambda_runtime_http:headers(), Body :: binary()}.

-doc "What an answer is sent with: the ids of the invocation that it belongs to.".
-type answer() :: #{request_id := binary(), invocation_id := binary() | undefined, _ => _}.

-define(PREFIX, "/2018-06-01/runtime").
-define(REQUEST_ID, ~"lambda-runtime-aws-request-id").
-define(ERROR_TYPE, ~"Lambda-Runtime-Function-Error-Type").
-define(ERROR_BODY, ~"Lambda-Runtime-Function-Error-Body").

%% Waiting times before the second, third, … attempt, in ms; 3.2 s in all. They are counted, not
%% measured: a freeze in between must not use them up.
-define(PATIENCE, [0, 5, 10, 20, 40, 75, 150, 300, 600, 1000, 1000]).
%% A connection that was open for so long, in ms, was closed for being idle: no reason to lose
%% patience.
-define(IDLE, 1000).

-doc "A client that will connect when it is first used.".
-spec new(lambda_runtime_http:address()) -> client().
new(Address) ->
    #{address => Address, socket => none}.

-doc "Waits for the next event, for as long as it takes.".
-spec next(client()) -> {event(), client()}.
next(Client) ->
    next(Client, ?PATIENCE).

next(Client, []) ->
    give_up(Client, "the Runtime API gives no next event");
next(Client0, [Wait | LessPatience]) ->
    Connected = #{socket := Socket} = connect(Client0),
    Started = erlang:monotonic_time(millisecond),
    Target = [?PREFIX, "/invocation/next"],
    case lambda_runtime_http:request(Socket, ~"GET", Target, headers(Connected), ~"") of
        {ok, #{status := 200, headers := #{?REQUEST_ID := _} = Headers} = Response} ->
            {{Headers, maps:get(body, Response)}, kept(Connected, Response)};
        {ok, #{status := Status, body := Body} = Response} when Status >= 400, Status < 500 ->
            log(warning, ["the Runtime API refuses the next event: ", refusal(Status, Body)]),
            timer:sleep(Wait),
            next(kept(Connected, Response), LessPatience);
        {ok, #{status := Status, body := Body}} ->
            give_up(Connected, ["the Runtime API has no next event: ", refusal(Status, Body)]);
        {error, {no_response, _} = Failure} ->
            case erlang:monotonic_time(millisecond) - Started >= ?IDLE of
                true ->
                    next(closed(Connected), ?PATIENCE);
                false ->
                    log(debug, ["asking for the next event again: ", failure(Failure)]),
                    timer:sleep(Wait),
                    next(closed(Connected), LessPatience)
            end;
        {error, {cut_off, _, _, _} = Failure} ->
            log(warning, ["the next event was lost: ", failure(Failure)]),
            timer:sleep(Wait),
            next(report_lost(Failure, closed(Connected)), LessPatience)
    end.

%% Without the request id there is nobody to report to.
report_lost({cut_off, 200, #{?REQUEST_ID := Id} = Headers, _}, Client) ->
    InvocationId = maps:get(~"lambda-runtime-invocation-id", Headers, undefined),
    Message = "the connection to the Runtime API was closed in the middle of the event",
    Report = lambda_runtime_error:new(~"Runtime.TruncatedEvent", Message, []),
    fail(Client, #{request_id => Id, invocation_id => InvocationId}, Report);
report_lost(_Failure, Client) ->
    Client.

-doc "Answers an invocation.".
-spec respond(client(), answer(), {ContentType :: binary(), Body :: iodata()}) -> client().
respond(Client, Answer, {ContentType, Body}) ->
    Headers = [{~"Content-Type", ContentType} | answer_headers(Answer)],
    post(Client, target(Answer, "/response"), Headers, Body).

-doc "Reports that an invocation failed.".
-spec fail(client(), answer(), lambda_runtime_error:report()) -> client().
fail(Client, Answer, Report) ->
    Headers = error_headers(Report) ++ answer_headers(Answer),
    post(Client, target(Answer, "/error"), Headers, lambda_runtime_error:json(Report)).

-doc "Reports that the function cannot be started. The VM must end after it.".
-spec init_error(lambda_runtime_http:address(), lambda_runtime_error:report()) -> ok.
init_error(Address, Report) ->
    Json = lambda_runtime_error:json(Report),
    Client = post(new(Address), [?PREFIX, "/init/error"], error_headers(Report), Json),
    _ = closed(Client),
    ok.

post(Client, Target, Headers, Body) ->
    Connected = connect(Client),
    case post_once(Connected, Target, Headers, Body) of
        {error, {no_response, _}} ->
            Again = connect(closed(Connected)),
            taken(Again, post_once(Again, Target, Headers, Body), iolist_size(Body));
        Result ->
            taken(Connected, Result, iolist_size(Body))
    end.

post_once(#{socket := Socket} = Client, Target, Headers, Body) ->
    lambda_runtime_http:request(Socket, ~"POST", Target, headers(Client) ++ Headers, Body).

%% 6 MiB and 100 bytes, the most that a response may have. The API is to say so; this is only to
%% tell why it may have hung up.
-define(MAX_RESPONSE, 6_291_556).

taken(Client, {ok, #{status := Status, body := Body} = Response}, _Size) ->
    ok = check_status(Client, Status, Body),
    kept(Client, Response);
taken(Client, {error, {cut_off, Status, _Headers, _Reason}}, _Size) ->
    %% The status is what counts.
    ok = check_status(Client, Status, ~""),
    closed(Client);
taken(Client, {error, Failure}, Size) when Size > ?MAX_RESPONSE ->
    Sizes = [integer_to_binary(Size), " bytes (limit ", integer_to_binary(?MAX_RESPONSE), ")"],
    log(error, ["a response of ", Sizes, " was not taken: ", failure(Failure)]),
    closed(Client);
taken(Client, {error, Failure}, _Size) ->
    give_up(Client, ["an answer could not be delivered to the Runtime API: ", failure(Failure)]).

check_status(Client, Status, Body) ->
    if
        Status < 300 -> ok;
        Status < 500 -> log(error, ["the Runtime API refused an answer: ", refusal(Status, Body)]);
        true -> give_up(Client, ["the Runtime API cannot go on: ", refusal(Status, Body)])
    end.

-doc """
Starts to answer an invocation in parts. On a fresh connection: an idle one might turn out to be
closed, and what has been streamed cannot be sent again.
""".
-spec open_stream(client(), answer(), {ContentType :: binary(), FirstData :: binary()}) ->
    {ok | {error, term()}, client()}.
open_stream(Client, Answer, {ContentType, FirstData}) ->
    Connected = #{socket := Socket} = connect(closed(Client)),
    Headers = [
        {~"Content-Type", ContentType},
        {~"Lambda-Runtime-Function-Response-Mode", ~"streaming"},
        {~"Trailer", [?ERROR_TYPE, ", ", ?ERROR_BODY]}
    ],
    AllHeaders = headers(Connected) ++ Headers ++ answer_headers(Answer),
    Target = target(Answer, "/response"),
    {lambda_runtime_http:start_chunked(Socket, Target, AllHeaders, FirstData), Connected}.

-spec send_chunk(client(), binary()) -> ok | {error, term()}.
send_chunk(#{socket := Socket}, Data) ->
    lambda_runtime_http:chunk(Socket, Data).

-doc "Ends a streamed answer. A caller that has gone by now is no fault of the function.".
-spec close_stream(client(), Trailers :: [{binary(), binary()}]) -> client().
close_stream(#{socket := Socket} = Client, Trailers) ->
    case lambda_runtime_http:end_chunked(Socket, Trailers) of
        {error, {no_response, Reason}} ->
            Why = lambda_runtime_text:utf8(Reason),
            log(warning, ["the end of a streamed response was not taken: ", Why]),
            closed(Client);
        Result ->
            taken(Client, Result, 0)
    end.

-doc "Ends a streamed answer that has failed half-way: the error travels in the trailers.".
-spec abort_stream(client(), lambda_runtime_error:report()) -> client().
abort_stream(Client, Report) ->
    Body = base64:encode(lambda_runtime_error:json(Report)),
    close_stream(Client, error_headers(Report) ++ [{?ERROR_BODY, Body}]).

%% One connection for each client, made when it is needed.

connect(#{socket := none, address := Address} = Client) ->
    connect(Client, Address, ?PATIENCE);
connect(Client) ->
    Client.

connect(Client, Address, Patience) ->
    case {lambda_runtime_http:connect(Address), Patience} of
        {{ok, Socket}, _} ->
            Client#{socket := Socket};
        {{error, _}, [Wait | Rest]} ->
            timer:sleep(Wait),
            connect(Client, Address, Rest);
        {{error, Reason}, []} ->
            Why = lambda_runtime_text:utf8(Reason),
            give_up(Client, ["the Runtime API cannot be reached: ", Why])
    end.

kept(Client, #{reusable := true}) -> Client;
kept(Client, #{reusable := false}) -> closed(Client).

closed(#{socket := none} = Client) ->
    Client;
closed(#{socket := Socket} = Client) ->
    ok = lambda_runtime_http:close(Socket),
    Client#{socket := none}.

headers(#{address := #{authority := Authority}}) ->
    [{~"Host", Authority}, {~"User-Agent", ~"lambda_runtime/0.1.0"}].

target(#{request_id := Id}, Action) ->
    [?PREFIX, "/invocation/", lambda_runtime_text:path_segment(Id), Action].

answer_headers(#{invocation_id := undefined}) -> [];
answer_headers(#{invocation_id := Id}) -> [{~"Lambda-Runtime-Invocation-Id", Id}].

error_headers(Report) ->
    [
        {~"Content-Type", ~"application/json"},
        {?ERROR_TYPE, lambda_runtime_error:category(Report)}
    ].

refusal(Status, Body) ->
    [integer_to_binary(Status), " ", lambda_runtime_text:utf8(Body, 1024)].

failure({no_response, Reason}) ->
    ["no response (", lambda_runtime_text:utf8(Reason), ")"];
failure({cut_off, Status, _Headers, Reason}) ->
    Why = lambda_runtime_text:utf8(Reason),
    ["a response with status ", integer_to_binary(Status), " ended early (", Why, ")"].

-spec log(logger:level(), [unicode:chardata()]) -> ok.
log(Level, Message) ->
    logger:log(Level, Message).

-spec give_up(client(), unicode:chardata()) -> no_return().
give_up(Client, Message) ->
    log(critical, [Message, "; the VM ends, so that Lambda starts another"]),
    _ = closed(Client),
    exit({shutdown, runtime_api_lost}).
