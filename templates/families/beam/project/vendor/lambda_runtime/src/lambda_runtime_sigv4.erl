-module(lambda_runtime_sigv4).
-moduledoc """
Signs requests to AWS with Signature Version 4:
<https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

Needs the application crypto. The suite compares the signatures with those of botocore.
""".

-export([sign/3]).
-export([encode/1, encode_path/1, encode_query/1]).

-export_type([request/0, credentials/0, scope/0]).

-doc """
- `method`: in upper case
- `path`: percent-encoded, as it is sent
- `query`: names and values, not encoded
- `headers`: names in lower case; with `host`
""".
-type request() :: #{
    method := binary(),
    path := binary(),
    query := [{binary(), binary()}],
    headers := [{binary(), binary()}],
    body := iodata()
}.

-type credentials() :: #{
    access_key_id := binary(),
    secret_access_key := binary(),
    session_token := binary() | none,
    _ => _
}.

-doc "What the signature is valid for. `service` is its name in signatures, such as `execute-api`.".
-type scope() :: #{service := binary(), region := binary(), time := calendar:datetime()}.

-define(ALGORITHM, "AWS4-HMAC-SHA256").

%% Proxies and HTTP clients may change these on the way, so no SDK signs them.
-define(UNSIGNED, [
    ~"connection", ~"expect", ~"keep-alive", ~"te", ~"trailer", ~"transfer-encoding",
    ~"upgrade", ~"user-agent", ~"x-amzn-trace-id"
]).

-doc "The headers of the request and those that sign it. All of them must be sent as they are.".
-spec sign(request(), credentials(), scope()) -> [{binary(), binary()}].
sign(#{headers := Given, body := Body} = Request, Credentials, #{time := Time} = Scope) ->
    Timestamp = timestamp(Time),
    Payload = hex(crypto:hash(sha256, Body)),
    Headers = Given ++ [{~"x-amz-date", Timestamp} | token(Credentials) ++ payload(Scope, Payload)],
    Canonical = canonical_headers(Headers),
    Signed = lists:join($;, [Name || {Name, _Value} <- Canonical]),
    Text = canonical_request(Request, Scope, Canonical, Signed, Payload),
    CredentialScope = credential_scope(Scope, Timestamp),
    StringToSign = [
        ?ALGORITHM, $\n, Timestamp, $\n, CredentialScope, $\n, hex(crypto:hash(sha256, Text))
    ],
    Signature = hex(hmac(signing_key(Credentials, Scope, Timestamp), StringToSign)),
    #{access_key_id := Id} = Credentials,
    Authorization = [
        [?ALGORITHM, " Credential=", Id, $/, CredentialScope],
        [", SignedHeaders=", Signed, ", Signature=", Signature]
    ],
    Headers ++ [{~"authorization", iolist_to_binary(Authorization)}].

token(#{session_token := none}) -> [];
token(#{session_token := Token}) -> [{~"x-amz-security-token", Token}].

%% S3 alone requires the hash of the body in a header.
payload(Scope, Hash) ->
    case is_s3(Scope) of
        true -> [{~"x-amz-content-sha256", Hash}];
        false -> []
    end.

is_s3(#{service := Service}) ->
    lists:member(Service, [~"s3", ~"s3-object-lambda", ~"s3-outposts"]).

canonical_request(Request, Scope, Headers, Signed, Hash) ->
    #{method := Method, path := Path, query := Query} = Request,
    [
        [Method, $\n, canonical_path(Path, is_s3(Scope)), $\n],
        [canonical_query(Query), $\n],
        [[Name, $:, Value, $\n] || {Name, Value} <- Headers],
        [$\n, Signed, $\n, Hash]
    ].

%% For S3 the path is signed as it is sent: `a//b` and `a/../b` are names of objects. For all other
%% services it is normalized, and encoded once more.
canonical_path(Path, true) -> Path;
canonical_path(Path, false) -> encode_path(normalized(Path)).

normalized(Path) ->
    Kept = lists:foldl(fun segment/2, [], binary:split(Path, ~"/", [global])),
    case {Kept, binary:last(Path)} of
        {[], _} -> ~"/";
        {_, $/} -> iolist_to_binary([joined(Kept), $/]);
        {_, _} -> iolist_to_binary(joined(Kept))
    end.

segment(~"", Kept) -> Kept;
segment(~".", Kept) -> Kept;
segment(~"..", []) -> [];
segment(~"..", [_ | Kept]) -> Kept;
segment(Segment, Kept) -> [Segment | Kept].

joined(Reversed) ->
    [[$/, Segment] || Segment <- lists:reverse(Reversed)].

%% Sorted after encoding: by name, and by value where a name is repeated.
canonical_query(Query) ->
    query(lists:sort([{encode(Name), encode(Value)} || {Name, Value} <- Query])).

query(Encoded) ->
    lists:join($&, [[Name, $=, Value] || {Name, Value} <- Encoded]).

%% The values of a repeated header are joined, in their order.
canonical_headers(Headers) ->
    Names = lists:usort([Name || {Name, _Value} <- Headers]) -- ?UNSIGNED,
    [{Name, lists:join($,, [trimmed(V) || {N, V} <- Headers, N =:= Name])} || Name <- Names].

%% Without spaces at the ends, and with single ones between words.
trimmed(Value) ->
    lists:join($\s, [Word || Word <- binary:split(Value, [~" ", ~"\t"], [global]), Word =/= ~""]).

credential_scope(#{region := Region, service := Service}, <<Date:8/binary, _/binary>>) ->
    iolist_to_binary([Date, $/, Region, $/, Service, "/aws4_request"]).

signing_key(#{secret_access_key := Secret}, #{region := Region, service := Service}, Timestamp) ->
    <<Date:8/binary, _/binary>> = Timestamp,
    Parts = [Date, Region, Service, ~"aws4_request"],
    lists:foldl(fun(Part, Key) -> hmac(Key, Part) end, ["AWS4", Secret], Parts).

hmac(Key, Data) ->
    crypto:mac(hmac, sha256, Key, Data).

hex(Bytes) ->
    binary:encode_hex(Bytes, lowercase).

%% 20260102T030405Z
timestamp({{Year, Month, Day}, {Hour, Minute, Second}}) ->
    Format = "~4..0b~2..0b~2..0bT~2..0b~2..0b~2..0bZ",
    iolist_to_binary(io_lib:format(Format, [Year, Month, Day, Hour, Minute, Second])).

-doc "Percent-encodes all but unreserved characters.".
-spec encode(binary()) -> binary().
encode(Text) ->
    lambda_runtime_text:path_segment(Text).

-doc "Percent-encodes a path, but for its slashes.".
-spec encode_path(binary()) -> binary().
encode_path(Path) ->
    Segments = binary:split(Path, ~"/", [global]),
    iolist_to_binary(lists:join($/, [encode(Segment) || Segment <- Segments])).

-doc "A query in the given order, as it is sent.".
-spec encode_query([{binary(), binary()}]) -> iolist().
encode_query(Query) ->
    query([{encode(Name), encode(Value)} || {Name, Value} <- Query]).
