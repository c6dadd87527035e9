-module(hello_erlang).
-moduledoc "Calls what Erlang/OTP opens or calls by its name.".

-behaviour(lambda_runtime_handler).

-export([handler/2]).

handler(_Event, _Context) ->
    #{Name => text(Use) || Name := Use <- uses()}.

text(Use) ->
    Result =
        try
            Use()
        catch
            Class:Reason -> {Class, Reason}
        end,
    unicode:characters_to_binary(io_lib:format("~0tp", [Result])).

uses() ->
    maps:merge_with(
        fun(_Name, _One, _Other) -> error(two_of_that_name) end,
        maps:merge(libc(), libcrypto()),
        maps:merge(applications(), programs())
    ).

libc() ->
    #{
        ~"time zone" => fun() -> calendar:system_time_to_local_time(1_700_000_000, second) end,
        ~"time zone of a system call" => fun() ->
            erlang:universaltime_to_localtime({{2026, 7, 1}, {12, 0, 0}})
        end,
        ~"localhost" => fun() -> inet:getaddr("localhost", inet) end,
        ~"localhost, by inet_gethost" => fun() ->
            _ = inet_gethost_native:start_link(),
            inet_gethost_native:gethostbyname("localhost", inet)
        end,
        ~"services" => fun() -> inet:getservbyname(https, tcp) end,
        ~"protocols" => fun() ->
            {ok, Socket} = socket:open(inet, dgram, udp),
            socket:getopt(Socket, {socket, protocol})
        end,
        ~"encoding of names and output" => fun() ->
            {file:native_name_encoding(), proplists:get_value(encoding, io:getopts())}
        end,
        ~"home" => fun() -> {init:get_argument(home), filename:basedir(user_cache, "a")} end
    }.

libcrypto() ->
    #{
        ~"algorithms" => fun() -> [{Kind, lists:sort(All)} || {Kind, All} <- crypto:supports()] end,
        ~"OpenSSL" => fun crypto:info_lib/0,
        ~"MD4" => fun() -> crypto:hash(md4, "abc") end,
        ~"RIPEMD-160" => fun() -> crypto:hash(ripemd160, "abc") end,
        ~"DES" => fun() -> crypto:crypto_one_time(des_cbc, ~"12345678", ~"12345678", ~"12345678", true) end,
        ~"RC4" => fun() -> crypto:crypto_one_time(rc4, ~"12345678", ~"abc", true) end,
        ~"Blowfish" => fun() ->
            crypto:crypto_one_time(blowfish_ecb, ~"12345678", ~"12345678", true)
        end,
        ~"engines" => fun() -> crypto:engine_list() end
    }.

applications() ->
    #{
        ~"certificate authorities" => fun() -> length(public_key:cacerts_get()) > 100 end,
        ~"cpu_sup" => fun() -> {is_integer(cpu_sup:nprocs()), is_integer(cpu_sup:avg1()), is_number(cpu_sup:util())} end,
        ~"disksup" => fun() ->
            [is_integer(Size) || {"/", Size, _} <- disksup:get_disk_data()]
        end,
        ~"disksup, one path" => fun() ->
            [is_integer(Total) || {"/", Total, _, _} <- disksup:get_disk_info("/")]
        end,
        ~"memsup" => fun() ->
            {lists:sort(proplists:get_keys(memsup:get_system_memory_data())), memsup:get_os_wordsize()}
        end,
        ~"ssh" => fun() -> ssh:default_algorithms() end
    }.

programs() ->
    #{
        ~"sh" => fun() -> os:cmd("echo $((6 * 7))") end,
        ~"a program in a command" => fun() -> os:cmd("basename " ++ code:root_dir() ++ " | wc -l") end,
        ~"a program without a shell" => fun() ->
            Port = open_port({spawn_executable, "/usr/bin/printenv"}, [{args, ["HOME"]}, in]),
            receive
                {Port, Output} -> Output
            end
        end,
        ~"sh, by path" => fun() -> [filelib:is_regular(Path) || Path <- ["/bin/sh", "/usr/bin/sh"]] end,
        ~"programs" => fun() ->
            [{Name, os:find_executable(Name) =/= false} || Name <- ["cat", "getconf", "ldd", "ls"]]
        end
    }.
