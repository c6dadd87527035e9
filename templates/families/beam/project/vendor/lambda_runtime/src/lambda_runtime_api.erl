-module(lambda_runtime_api).
-moduledoc """
The calls of the Lambda Runtime API, on one keep-alive connection that is reopened when needed.

<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> describes the API. What it does not
specify, this client handles as follows:

- If the API cannot be reached, it retries for about three seconds (the API may start later than
  this VM), then it gives up.
- A 500 means "container error, non-recoverable": it gives up at once.
- A 4xx refuses one response (413 too large, 403 or 400 already sent, 410 too late): it is logged,
  and the loop continues with the next event.
- If the connection ends before a status line, the request is sent once more on a new connection.
  The API recognizes a repeated response by its request id.
- If the connection ends in the middle of an event, the invocation is reported as failed, so that
  the caller need not wait for the time-out.

To give up is to log the reason and exit with `{shutdown, _}`.
""".

-export([new/1, next/1, respond/3, fail/3, init_error/2]).
-export([open_stream/3, send_chunk/2, close_stream/2, abort_stream/2]).

-export_type([client/0, event/0, ids/0]).

-opaque client() :: #{
    address := lambda_runtime_http:address(),
    user_agent := binary(),
    socket := lambda_runtime_http:socket() | none
}.

-type event() :: {lambda_runtime_http:headers(), Body :: binary()}.

-doc "The ids of the invocation that a response belongs to. A context has them.".
-type ids() :: #{request_id := binary(), invocation_id := binary() | undefined, _ => _}.

-define(PREFIX, "/2018-06-01/runtime").
-define(REQUEST_ID, ~"lambda-runtime-aws-request-id").
-define(ERROR_TYPE, ~"Lambda-Runtime-Function-Error-Type").
-define(ERROR_BODY, ~"Lambda-Runtime-Function-Error-Body").

%% Delays before the second, third, … attempt, in ms; 3.2 s in total. The attempts are counted and
%% no time is measured, so that a freeze in between does not use them up.
-define(PATIENCE, [0, 5, 10, 20, 40, 75, 150, 300, 600, 1000, 1000]).
%% A connection that was open for this long, in ms, was closed because it was idle: that attempt
%% does not count.
-define(IDLE, 1000).

-doc "A client. It connects when it is first used.".
-spec new(lambda_runtime_http:address()) -> client().
new(Address) ->
    #{address => Address, user_agent => user_agent(), socket => none}.

%% The version is undefined where the application is not loaded, as in some tests.
user_agent() ->
    case application:get_key(lambda_runtime, vsn) of
        {ok, Version} -> iolist_to_binary(["lambda_runtime/", Version]);
        undefined -> ~"lambda_runtime"
    end.

-doc "Waits for the next event, without a time-out.".
-spec next(client()) -> {event(), client()}.
next(Client) ->
    next(Client, ?PATIENCE).

next(Client, []) ->
    give_up(Client, "the Runtime API sent no event");
next(Client0, [Wait | LessPatience]) ->
    Connected = #{socket := Socket} = connect(Client0),
    Started = erlang:monotonic_time(millisecond),
    Target = [?PREFIX, "/invocation/next"],
    case lambda_runtime_http:request(Socket, ~"GET", Target, headers(Connected), ~"") of
        {ok, #{status := 200, headers := #{?REQUEST_ID := _} = Headers} = Response} ->
            {{Headers, maps:get(body, Response)}, kept(Connected, Response)};
        {ok, #{status := Status, body := Body} = Response} when Status >= 400, Status < 500 ->
            log(warning, ["the Runtime API refused to send an event: ", refusal(Status, Body)]),
            timer:sleep(Wait),
            next(kept(Connected, Response), LessPatience);
        {ok, #{status := Status, body := Body}} ->
            give_up(Connected, ["the Runtime API failed to send an event: ", refusal(Status, Body)]);
        {error, {no_response, _} = Failure} ->
            case erlang:monotonic_time(millisecond) - Started >= ?IDLE of
                true ->
                    next(closed(Connected), ?PATIENCE);
                false ->
                    log(debug, ["repeating the request for an event: ", failure(Failure)]),
                    timer:sleep(Wait),
                    next(closed(Connected), LessPatience)
            end;
        {error, {cut_off, _, _, _} = Failure} ->
            log(warning, ["an event was lost: ", failure(Failure)]),
            timer:sleep(Wait),
            next(report_lost(Failure, closed(Connected)), LessPatience)
    end.

%% Without a request id the failure cannot be reported.
report_lost({cut_off, 200, #{?REQUEST_ID := Id} = Headers, _}, Client) ->
    InvocationId = maps:get(~"lambda-runtime-invocation-id", Headers, undefined),
    Message = "the connection to the Runtime API was closed in the middle of the event",
    Report = lambda_runtime_error:new(~"Runtime.TruncatedEvent", Message, []),
    fail(Client, #{request_id => Id, invocation_id => InvocationId}, Report);
report_lost(_Failure, Client) ->
    Client.

-doc "Sends the response of an invocation.".
-spec respond(client(), ids(), {ContentType :: binary(), Body :: iodata()}) -> client().
respond(Client, Ids, {ContentType, Body}) ->
    Headers = [{~"Content-Type", ContentType} | id_headers(Ids)],
    post(Client, target(Ids, "/response"), Headers, Body).

-doc "Reports that an invocation failed.".
-spec fail(client(), ids(), lambda_runtime_error:report()) -> client().
fail(Client, Ids, Report) ->
    Headers = error_headers(Report) ++ id_headers(Ids),
    post(Client, target(Ids, "/error"), Headers, lambda_runtime_error:json(Report)).

-doc "Reports that init has failed. The VM must end after it.".
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

%% The maximum size of a response: 6 MiB and 100 bytes. The API enforces it; here it explains why
%% the API may have closed the connection.
-define(MAX_RESPONSE, 6_291_556).

taken(Client, {ok, #{status := Status, body := Body} = Response}, _Size) ->
    ok = check_status(Client, Status, Body),
    kept(Client, Response);
taken(Client, {error, {cut_off, Status, _Headers, _Reason}}, _Size) ->
    %% The status is all that matters.
    ok = check_status(Client, Status, ~""),
    closed(Client);
taken(Client, {error, Failure}, Size) when Size > ?MAX_RESPONSE ->
    Sizes = [integer_to_binary(Size), " bytes (limit ", integer_to_binary(?MAX_RESPONSE), ")"],
    log(error, ["a response of ", Sizes, " could not be sent: ", failure(Failure)]),
    closed(Client);
taken(Client, {error, Failure}, _Size) ->
    give_up(Client, ["a response could not be sent to the Runtime API: ", failure(Failure)]).

check_status(Client, Status, Body) ->
    if
        Status < 300 -> ok;
        Status < 500 -> log(error, ["the Runtime API refused a response: ", refusal(Status, Body)]);
        true -> give_up(Client, ["the Runtime API reported a failure: ", refusal(Status, Body)])
    end.

-doc """
Starts a streamed response, on a new connection: an idle one may turn out to be closed, and streamed
data cannot be sent again.
""".
-spec open_stream(client(), ids(), {ContentType :: binary(), FirstData :: binary()}) ->
    {ok | {error, term()}, client()}.
open_stream(Client, Ids, {ContentType, FirstData}) ->
    Connected = #{socket := Socket} = connect(closed(Client)),
    Headers = [
        {~"Content-Type", ContentType},
        {~"Lambda-Runtime-Function-Response-Mode", ~"streaming"},
        {~"Trailer", [?ERROR_TYPE, ", ", ?ERROR_BODY]}
    ],
    AllHeaders = headers(Connected) ++ Headers ++ id_headers(Ids),
    Target = target(Ids, "/response"),
    {lambda_runtime_http:start_chunked(Socket, Target, AllHeaders, FirstData), Connected}.

-spec send_chunk(client(), binary()) -> ok | {error, term()}.
send_chunk(#{socket := Socket}, Data) ->
    lambda_runtime_http:chunk(Socket, Data).

-doc "Ends a streamed response. It is not an error if the caller has disconnected.".
-spec close_stream(client(), Trailers :: [{binary(), binary()}]) -> client().
close_stream(#{socket := Socket} = Client, Trailers) ->
    case lambda_runtime_http:end_chunked(Socket, Trailers) of
        {error, {no_response, Reason}} ->
            Why = lambda_runtime_text:utf8(Reason),
            log(warning, ["the end of a streamed response could not be sent: ", Why]),
            closed(Client);
        Result ->
            taken(Client, Result, 0)
    end.

-doc "Ends a streamed response that has failed, with the error in the trailers.".
-spec abort_stream(client(), lambda_runtime_error:report()) -> client().
abort_stream(Client, Report) ->
    Body = base64:encode(lambda_runtime_error:json(Report)),
    close_stream(Client, error_headers(Report) ++ [{?ERROR_BODY, Body}]).

%% One connection per client, opened when it is needed.

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

headers(#{address := #{authority := Authority}, user_agent := UserAgent}) ->
    [{~"Host", Authority}, {~"User-Agent", UserAgent}].

target(#{request_id := Id}, Action) ->
    [?PREFIX, "/invocation/", lambda_runtime_text:path_segment(Id), Action].

id_headers(#{invocation_id := undefined}) -> [];
id_headers(#{invocation_id := Id}) -> [{~"Lambda-Runtime-Invocation-Id", Id}].

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
    log(critical, [Message, "; the VM exits and Lambda starts a new execution environment"]),
    _ = closed(Client),
    exit({shutdown, runtime_api_lost}).
