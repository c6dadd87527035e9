-module(lambda_runtime_sigv4_tests).
-moduledoc "Compares with what botocore does: `sigv4/make_vectors.py` has written `sigv4/vectors.json`.".
-include_lib("eunit/include/eunit.hrl").

vectors() ->
    {ok, Json} = file:read_file("sigv4/vectors.json"),
    json:decode(Json).

botocore_test_() ->
    #{~"requests" := Requests} = Vectors = vectors(),
    ?assert(length(Requests) > 30),
    [{maps:get(~"name", Request), fun() -> signed(Request, Vectors) end} || Request <- Requests].

paths_test_() ->
    #{~"paths" := Paths} = vectors(),
    [{Expected, ?_assertEqual(Expected, path(Path))} || #{~"expected" := Expected} = Path <- Paths].

path(#{~"segments" := null, ~"path" := Path}) ->
    lambda_runtime_sigv4:encode_path(Path);
path(#{~"segments" := Segments}) ->
    iolist_to_binary([[$/, lambda_runtime_sigv4:encode(Segment)] || Segment <- Segments]).

signed(Case, #{~"id" := Id, ~"secret" := Secret, ~"region" := Region, ~"time" := Time}) ->
    #{
        ~"path" := Path,
        ~"expectedPath" := Encoded,
        ~"query" := Query,
        ~"expectedQuery" := EncodedQuery,
        ~"service" := Service
    } = Case,
    Pairs = pairs(Query),
    ?assertEqual(Encoded, lambda_runtime_sigv4:encode_path(Path)),
    ?assertEqual(EncodedQuery, iolist_to_binary(lambda_runtime_sigv4:encode_query(Pairs))),
    Request = #{
        method => maps:get(~"method", Case),
        path => Encoded,
        query => Pairs,
        headers => pairs(maps:get(~"headers", Case)),
        body => base64:decode(maps:get(~"body", Case))
    },
    Credentials = #{
        access_key_id => Id,
        secret_access_key => Secret,
        session_token => none(maps:get(~"token", Case))
    },
    [Date, Clock] = [list_to_tuple(Part) || Part <- Time],
    Scope = #{service => Service, region => Region, time => {Date, Clock}},
    Headers = lambda_runtime_sigv4:sign(Request, Credentials, Scope),
    ?assertEqual(maps:get(~"authorization", Case), proplists:get_value(~"authorization", Headers)),
    Hash = none(maps:get(~"contentSha256", Case)),
    ?assertEqual(Hash, proplists:get_value(~"x-amz-content-sha256", Headers, none)),
    ?assertEqual(none(maps:get(~"token", Case)), proplists:get_value(~"x-amz-security-token", Headers, none)).

none(null) -> none;
none(Value) -> Value.

pairs(Lists) ->
    [{Name, Value} || [Name, Value] <- Lists].
