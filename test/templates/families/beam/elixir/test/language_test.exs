defmodule LambdaRuntime.LanguageTest do
  use ExUnit.Case, async: true

  alias LambdaRuntime.Test, as: Lambda

  defp result(fun), do: Lambda.invoke(fn _event -> fun.() end, nil)

  test "events and results are Elixir's values" do
    for value <- [nil, true, 1.5, "", "ž", [], [nil], %{}, %{"a" => %{"b" => nil}}] do
      assert Lambda.invoke(fn event -> event end, value) == {:ok, value}
    end

    assert {:ok, %{"nil" => true}} = Lambda.invoke(fn event -> %{nil: event == nil} end, nil)
  end

  test "results are encoded as JSON.encode!/1 does" do
    for value <- [
          %ElixirProbe.Point{x: 1, y: nil},
          ~U[2026-01-02 03:04:05Z],
          ~D[2026-01-02],
          %{atom: :value, nested: [%ElixirProbe.Point{}]}
        ] do
      assert result(fn -> value end) == {:ok, JSON.decode!(JSON.encode!(value))}
    end
  end

  # Each with the sentence, and what it says to return.
  defp unencodable do
    [
    {{:ok, %{a: 1}},
     "the handler returned {:ok, %{a: 1}}, which is not JSON: return the value itself", %{a: 1}},
    {%{a: [%{b: {1, 2}}]},
     "the result has the tuple {1, 2} at a[0].b, which is not JSON: use a map or a list",
     %{a: [%{b: [1, 2]}]}},
    {[a: 1],
     "the handler returned the keyword list [a: 1], which is not JSON: make a map, with Map.new/1",
     Map.new(a: 1)},
    {[1 | 2],
     "the handler returned the improper list [1 | 2], which is not JSON: use a proper list",
     [1, 2]},
    {%{"ž" => <<255>>},
     "the result has a binary that is not UTF-8 at ž, which is not JSON: encode it with Base.encode64/1",
     %{"ž" => Base.encode64(<<255>>)}},
    {<<255>>,
     "the handler returned a binary that is not UTF-8, which is not JSON: " <>
       "return it with LambdaRuntime.raw/2, or encode it with Base.encode64/1",
     Base.encode64(<<255>>)},
    {%{{1, 2} => 3},
     "the handler returned a map with the key {1, 2}, which is not JSON: keys are strings, atoms or numbers",
     %{1 => 3}},
    {[&is_nil/1], "the result has a function at [0], which is not JSON: call it, or leave it out",
     [is_nil(1)]},
    {MapSet.new([1]),
     "the handler returned %MapSet{}, which has no JSON.Encoder: make a list of it, with Enum.to_list/1",
     Enum.to_list(MapSet.new([1]))},
    {%{at: URI.parse("http://a")},
     "the result has %URI{} at at, which has no JSON.Encoder: make a string of it, with to_string/1",
     %{at: to_string(URI.parse("http://a"))}},
    {[%RuntimeError{message: "x"}],
     "the result has the exception RuntimeError at [0], which is not JSON: raise it to report an error",
     ["x"]},
    {%ElixirProbe.Plain{a: 1},
     "the handler returned %ElixirProbe.Plain{}, which has no JSON.Encoder: " <>
       "add @derive JSON.Encoder above its defstruct, or return a map of what the caller needs",
     %ElixirProbe.Point{x: 1}},
    {%ElixirProbe.OfJason{a: 1},
     "the handler returned %ElixirProbe.OfJason{}, which has no JSON.Encoder: " <>
       "its Jason.Encoder is not used: add JSON.Encoder to its @derive, or return " <>
       ~s|LambdaRuntime.raw("application/json", Jason.encode_to_iodata!(result))|,
     %ElixirProbe.Point{x: 1}},
    {%ElixirProbe.Point{x: [{1, 2}]},
     "the result has the tuple {1, 2} at x[0], which is not JSON: use a map or a list",
     %ElixirProbe.Point{x: [[1, 2]]}}
  ]
  end

  test "a result that is not JSON: what was found, where, and what to do" do
    for {value, sentence, instead} <- unencodable() do
      assert {:error, failure} = result(fn -> value end)
      assert %{type: "Runtime.MarshalError", message: ^sentence, stacktrace: []} = failure
      assert {:ok, _} = result(fn -> instead end)
    end
  end

  test "a result that is not JSON, of processes and errors" do
    assert {:error, %{message: message}} = result(fn -> %{pid: self()} end)
    assert message =~ ~r/^the result has #PID<.*> at pid, which is not JSON: leave it out, or/
    assert {:error, %{message: message}} = result(fn -> {:error, :nope} end)
    assert message =~ ~r/^the handler returned {:error, :nope}, .* raise an exception$/
    assert {:error, %{message: message}} = result(fn -> LambdaRuntime.raw("text/csv", %{}) end)
    assert message =~ ~r/^the body of the raw response is not a binary/
    assert {:error, %{message: message}} = result(fn -> %ElixirProbe.Odd{} end)
    assert message == "the result cannot be encoded: odd"
  end

  test "an event that is not JSON" do
    handler = %{call: fn event, _context -> event end, language: LambdaRuntime.Language}

    for text <- ["{", "nul", "{} {}", <<?", 0xFF, ?">>] do
      assert {:error,
              %{type: "Runtime.UnmarshalError", message: "the event is not valid JSON: " <> _}} =
               :lambda_runtime_test.invoke_json(handler, text, %{})
    end
  end

  describe "failures" do
    test "an exception has its name, message and stack trace" do
      assert {:error, %{type: "RuntimeError", message: "oops", stacktrace: [line | _]}} =
               result(fn -> raise "oops" end)

      assert line =~ ~r"test/language_test.exs:\d+: anonymous fn/0 in LambdaRuntime.LanguageTest"
    end

    test "an exception of the function's own" do
      assert {:error, %{type: "ElixirProbe.OutOfStock", message: "no more tea"}} =
               result(fn -> raise ElixirProbe.OutOfStock, item: "tea" end)
    end

    test "an exception that fails to tell its message" do
      assert {:error, %{type: "ElixirProbe.Unspeakable", message: "got RuntimeError" <> _}} =
               result(fn -> raise ElixirProbe.Unspeakable end)
    end

    test "an error of Erlang is an exception of Elixir" do
      assert {:error, %{type: "ArgumentError", message: message}} =
               result(fn -> String.to_integer("x" <> to_string(nil)) end)

      assert message =~ "not a textual representation of an integer"

      assert {:error,
              %{
                type: "UndefinedFunctionError",
                message: "function Nothing.there/1 is undefined" <> _
              }} =
               result(fn -> apply(Nothing, :there, [:secret]) end)

      assert {:error, %{type: "ErlangError", message: "Erlang error: {:odd, 1}"}} =
               result(fn -> :erlang.error({:odd, 1}) end)
    end

    test "arguments are not told, they may be secret" do
      assert {:error, %{type: "FunctionClauseError"} = failure} =
               result(fn -> apply(Enum, :fetch!, [[:secret], :secret]) end)

      refute inspect(failure) =~ "secret"
    end

    test "exits and throws" do
      assert {:error, %{type: "exit", message: ":enough"}} = result(fn -> exit(:enough) end)

      assert {:error, %{type: "exit", message: message}} =
               result(fn -> GenServer.call(:nobody, :x) end)

      assert message =~ "no process"

      assert {:error, %{type: "throw", message: "{:found, 1}"}} =
               result(fn -> throw({:found, 1}) end)
    end

    test "a kill" do
      assert {:error, %{type: "exit", message: "killed"}} =
               result(fn ->
                 Process.exit(self(), :kill)
                 Process.sleep(:infinity)
               end)
    end

    test "a task that is awaited" do
      assert {:error, %{type: "RuntimeError", message: "in a task", stacktrace: [_ | _]}} =
               result(fn -> Task.await(Task.async(fn -> raise "in a task" end)) end)
    end

    test "and the next invocation is not affected" do
      assert {:error, _} = result(fn -> raise "oops" end)
      assert {:ok, 1} = result(fn -> 1 end)
    end
  end
end
