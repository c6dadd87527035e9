-module(lambda_boot_diagnosis).
-moduledoc """
Says why a function that was tried in the build did not ask for an event.

What is missing only in the build is a reason for the standard boot, `{standard, Reason}`: a variable,
the network, a file. What is missing on Lambda as well fails the build, `{failed, Why}`: a handler
that does not exist, a supervisor without the runtime. If an application does not start and nothing
was found missing, it is `{failed_start, Why}`.
""".

-export([not_started/3, never_asked/2, show/1]).

-define(NO_HANDLER, [
    ~"Runtime.MalformedHandlerName", ~"Runtime.ImportModuleError", ~"Runtime.HandlerNotFound"
]).
-define(MAX_LINES, 40).

-doc "Throws the reason why the VM has ended, or has not finished its boot.".
-spec not_started(lambda_boot_vm:end_of_start(), lambda_boot_vm:copy(), lambda_boot_trial:tried_function()) ->
    no_return().
not_started(#{init_error := {~"Runtime.MissingVariable", Message}, lines := Lines}, _, _) ->
    ok = show(Lines),
    throw({standard, [Message, " in the build; ", trial_env()]});
not_started(#{init_error := {Type, Message}} = End, Copy, Function) ->
    case lists:member(Type, ?NO_HANDLER) of
        true -> throw({failed, no_handler(Message, Function)});
        false -> application_not_started(End, Copy, Function)
    end;
not_started(End, Copy, Function) ->
    application_not_started(End, Copy, Function).

no_handler(Message, #{name := Name, handler := Handler}) ->
    Hint =
        case lists:member($$, Handler) of
            true -> " Docker expands no variables in CMD.";
            false -> " The Dockerfile names it, in CMD or where it calls choose_boot.escript."
        end,
    ["the function ", Name, " has no handler. ", Message, Hint].

application_not_started(#{status := Status, lines := Lines} = End, Copy, #{handler := Handler}) ->
    ok = show(Lines),
    Text = unicode:characters_to_binary(lists:join("\n", [init_error(End) | Lines])),
    case [Name || Name <- lambda_boot_vm:environment_reads(Copy, Handler), is_of_project(Name)] of
        [_ | _] = Names ->
            throw({standard, [does_not_start(Status), ": ", unset(lists:sublist(Names, 3))]});
        [] ->
            case missing(Text) of
                {What, Found} ->
                    throw({standard, [does_not_start(Status), ": it needs ", What, " (", Found, ")"]});
                none when Status =:= running ->
                    throw({standard, does_not_start(Status)});
                none ->
                    throw({failed_start, [does_not_start(Status), ". ", advice()]})
            end
    end.

init_error(#{init_error := {Type, Message}}) -> [Type, ": ", Message];
init_error(#{init_error := none}) -> "".

-doc "Prints the output of a function that has not started.".
-spec show([string()]) -> ok.
show(Lines0) ->
    Lines = [Line || Line <- Lines0, Line =/= ""],
    _ = [
        io:put_chars(["boot: output of the function: ", Line, $\n])
     || Line <- lists:sublist(Lines, ?MAX_LINES)
    ],
    Hidden = length(Lines) - ?MAX_LINES,
    _ = [io:format("boot: output of the function: … ~b more lines~n", [Hidden]) || Hidden > 0],
    ok.

does_not_start(running) ->
    "the application has not started within a minute";
does_not_start(Status) ->
    ["the application does not start (exit status ", integer_to_list(Status), ")"].

unset([Name]) ->
    [Name, " is not set in the build; ", trial_env()];
unset(Names) ->
    [lists:join(", ", Names), " are not set in the build; ", trial_env()].

trial_env() ->
    "a file trial.env with NAME=value lines sets variables for it".

advice() ->
    "Its output is above. What it needs on Lambda may be missing in the build: a file trial.env with"
    " NAME=value lines sets variables, and docker build --build-arg BOOT=standard builds the image"
    " all the same.".

%% Those of the VM, of OTP and of libraries, which are read without being needed.
-define(OPTIONAL,
    "^(ERL|ELIXIR|MIX|RELEASE|LC|AWS_LAMBDA|XDG)_|^(HTTPS?|NO|ALL)_PROXY$|"
    "^(LANG|LANGUAGE|TERM|EDITOR|VISUAL|SHELL|NO_COLOR|TMPDIR|TEMP|TMP|RES_OPTIONS|LOCALDOMAIN)$|"
    "^(RELDIR|_HANDLER|_X_AMZN_TRACE_ID|LAMBDA_BOOT_PORT|SSL_CERT_FILE|SSL_CERT_DIR)$"
).

is_of_project(Name) ->
    re:run(Name, ?OPTIONAL, [caseless]) =:= nomatch.

%% POSIX and inet errors in what the function has written.
missing(Text) ->
    Kinds = [
        {"the network", "nxdomain|econnrefused|ehostunreach|enetunreach|etimedout|eaddrnotavail"},
        {"a file that is not in the image", "enoent|no such file or directory"}
    ],
    first(Kinds, Text).

first([], _Text) ->
    none;
first([{What, Pattern} | Kinds], Text) ->
    case re:run(Text, ["\\b(", Pattern, ")\\b"], [unicode, caseless, {capture, first, binary}]) of
        {match, [Found]} -> {What, Found};
        nomatch -> first(Kinds, Text)
    end.

-doc "Throws that all applications have started, but the runtime has not asked for an event.".
-spec never_asked(Applications :: [atom()], lambda_boot_release:release()) -> no_return().
never_asked(Applications, Release) ->
    Text = "the application has started, but has never asked Lambda for an event: ",
    throw({failed, [Text, why_not(Applications, Release)]}).

why_not(Applications, #{script := Script}) ->
    All = lambda_boot_lean:applications(Script),
    {application, Name, Properties} = lists:last(All),
    Elixir = lists:member(elixir, Applications),
    Runtime = lists:member(lambda_runtime, Applications),
    case {unstarted(Script, All), proplists:get_value(mod, Properties, [])} of
        {[{Waiting, Needed} | _], _} -> needs(Waiting, Needed, Elixir);
        _ when not Runtime -> ["lambda_runtime is not among the applications of the release. ", list(Elixir)];
        {_, []} -> [atom_to_list(Name), " has no supervisor. ", supervisor(Elixir), child(Elixir)];
        {_, {_, _}} -> [runtime(Elixir), " is not among the children of its supervisor. ", child(Elixir)]
    end.

%% Applications that wait for another one, which the release does not start.
unstarted({script, _, Instructions}, All) ->
    Started = [Name || {apply, {application, start_boot, [Name, _]}} <- Instructions],
    [
        {Name, Needed}
     || {application, Name, Properties} <- All,
        lists:member(Name, Started),
        Needed <- proplists:get_value(applications, Properties, []),
        not lists:member(Needed, Started),
        not lists:member(Needed, proplists:get_value(optional_applications, Properties, []))
    ].

needs(Waiting, Needed, Elixir) ->
    Text = "~s waits for ~s, which the release does not start. In ~s, list ~s without none or load.",
    io_lib:format(Text, [Waiting, Needed, manifest(Elixir), Needed]).

manifest(true) -> "mix.exs";
manifest(false) -> "the release in rebar.config".

list(true) -> "Add {:lambda_runtime, path: \"vendor/lambda_runtime\"} to deps in mix.exs.";
list(false) -> "Add lambda_runtime to applications in the .app.src file.".

supervisor(true) -> "Name the module that starts one as mod: in mix.exs. ";
supervisor(false) -> "Name the module that starts one as mod in the .app.src file. ".

runtime(true) -> "LambdaRuntime";
runtime(false) -> "lambda_runtime:child_spec()".

child(Elixir) -> ["Put ", runtime(Elixir), " last in the supervisor's list of children."].
