-module(lambda_runtime_text).
-moduledoc """
Text for use outside the VM: valid UTF-8, of bounded size, on one line, or in a header.

The module `string` is not used, since it loads the Unicode tables, which takes milliseconds.
""".

-export([utf8/1, utf8/2, term/2, lowercase/1, one_line/1, header_value/1, path_segment/1]).

-define(REPLACEMENT, <<"\x{FFFD}"/utf8>>).

-doc "The text as UTF-8, with U+FFFD for invalid bytes. Accepts any term and never fails.".
-spec utf8(term()) -> binary().
utf8(Text) ->
    try unicode:characters_to_binary(Text) of
        Binary when is_binary(Binary) -> Binary;
        {_, Valid, Rest} -> repair([Valid], Rest)
    catch
        error:_ -> format(Text)
    end.

-doc "As `utf8/1`, cut to `Max` bytes, with the original size appended if it was longer.".
-spec utf8(term(), Max :: pos_integer()) -> binary().
utf8(Text, Max) ->
    case utf8(Text) of
        Whole when byte_size(Whole) =< Max ->
            Whole;
        Whole ->
            <<Start:Max/binary, _/binary>> = Whole,
            Size = integer_to_binary(byte_size(Whole)),
            <<(without_half_character(Start))/binary, "... (", Size/binary, " bytes)">>
    end.

without_half_character(Start) ->
    case unicode:characters_to_binary(Start) of
        Binary when is_binary(Binary) -> Binary;
        {incomplete, Valid, _} -> Valid
    end.

repair(Valid, Rest) ->
    case first_byte(Rest) of
        {_Bad, More} ->
            case unicode:characters_to_binary(More) of
                Binary when is_binary(Binary) ->
                    iolist_to_binary([lists:reverse(Valid), ?REPLACEMENT, Binary]);
                {_, NextValid, NextRest} ->
                    repair([NextValid, ?REPLACEMENT | Valid], NextRest)
            end;
        none ->
            iolist_to_binary(lists:reverse(Valid))
    end.

%% The rest after the valid part of chardata: a binary, or a list that may be nested.
first_byte(<<Byte, Rest/binary>>) ->
    {Byte, Rest};
first_byte([First | Rest]) when is_integer(First) ->
    {First, Rest};
first_byte([First | Rest]) ->
    case first_byte(First) of
        {Byte, []} -> {Byte, Rest};
        {Byte, More} -> {Byte, [More | Rest]};
        none -> first_byte(Rest)
    end;
first_byte(_Empty) ->
    none.

format(Term) ->
    <<_/binary>> = unicode:characters_to_binary(term(Term, 4096)).

-doc """
The term as in the shell, on one line, with at most about `Max` characters. `'...'` stands for what is nested more than 100
levels deep: `io_lib` takes minutes for 100,000 levels, which an event of 200 kB can have.
""".
-spec term(term(), Max :: pos_integer()) -> io_lib:chars().
term(Term, Max) ->
    io_lib:format("~0tp", [shallow(Term, 100)], [{chars_limit, Max}]).

shallow(Term, 0) when is_tuple(Term); is_map(Term); is_list(Term), Term =/= [] ->
    '...';
shallow([Head | Tail], Levels) ->
    [shallow(Head, Levels - 1) | shallow(Tail, Levels)];
shallow(Term, Levels) when is_tuple(Term) ->
    list_to_tuple([shallow(Element, Levels - 1) || Element <- tuple_to_list(Term)]);
shallow(Term, Levels) when is_map(Term) ->
    #{Key => shallow(Value, Levels - 1) || Key := Value <- Term};
shallow(Term, _Levels) ->
    Term.

-doc "ASCII letters in lower case, for comparing the names of HTTP headers.".
-spec lowercase(binary()) -> binary().
lowercase(Text) ->
    list_to_binary([lower(C) || <<C>> <= Text]).

lower(C) when C >= $A, C =< $Z -> C + 32;
lower(C) -> C.

-doc """
Joins the lines of a text with `, ` as OTP's log formatter does, since CloudWatch makes each line a
record. Indentation is removed.
""".
-spec one_line(binary()) -> binary().
one_line(Text) ->
    Lines = lists:map(fun stripped/1, binary:split(Text, [~"\n", ~"\r"], [global])),
    iolist_to_binary(lists:join(~", ", [Line || Line <- Lines, Line =/= ~""])).

stripped(Line) ->
    without_trailing_comma(without_indentation(Line)).

without_indentation(<<C, Rest/binary>>) when C =:= $\s; C =:= $\t -> without_indentation(Rest);
without_indentation(Line) -> Line.

without_trailing_comma(Line) ->
    Size = byte_size(Line) - 1,
    case Line of
        <<Start:Size/binary, C>> when C =:= $,; C =:= $\s; C =:= $\t ->
            without_trailing_comma(Start);
        _ ->
            Line
    end.

-doc "The text if it is valid in an HTTP header. Otherwise fails with `badarg`.".
-spec header_value(unicode:chardata()) -> binary().
header_value(Text) ->
    Value = iolist_to_binary(Text),
    case lists:all(fun(C) -> C >= $\s andalso C < 127 end, binary_to_list(Value)) of
        true -> Value;
        false -> error(badarg, [Text])
    end.

-doc "Percent-encodes a segment of a path.".
-spec path_segment(binary()) -> binary().
path_segment(Text) ->
    <<<<(path_character(C))/binary>> || <<C>> <= Text>>.

path_character(C) when
    C >= $a, C =< $z; C >= $A, C =< $Z; C >= $0, C =< $9; C =:= $-; C =:= $_; C =:= $.; C =:= $~
->
    <<C>>;
path_character(C) ->
    <<"%", (binary:encode_hex(<<C>>))/binary>>.
