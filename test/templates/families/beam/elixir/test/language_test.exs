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

  test "what has no encoder is told by its exception" do
    for value <- [{:ok, 1}, self(), ~r/x/, &is_nil/1] do
      assert {:error, %{type: "Runtime.MarshalError", message: message}} = result(fn -> value end)
      assert message =~ "JSON.Encoder not implemented"
    end

    assert {:error, %{type: "Runtime.MarshalError"}} = result(fn -> <<0xFF>> end)
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
