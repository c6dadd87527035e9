defmodule LambdaRuntimeTest do
  use ExUnit.Case, async: true

  alias LambdaRuntime.{Context, Test}

  test "is a child that is ignored away from Lambda" do
    assert {:ok, supervisor} = Supervisor.start_link([LambdaRuntime], strategy: :one_for_one)
    assert [{:lambda_runtime, :undefined, _, _}] = Supervisor.which_children(supervisor)
  end

  test "has what Hex requires of a package" do
    config = Mix.Project.config()
    assert config[:description] =~ ~r/^.{10,300}$/
    assert config[:version] == to_string(Application.spec(:lambda_runtime, :vsn))
    assert config[:package][:licenses] == ["MIT"]
    assert %{"Lambda Runtime API" => "https://" <> _} = config[:package][:links]
    assert Enum.reject(config[:package][:files], &File.exists?/1) == []
  end

  describe "context" do
    test "is a struct with nil for what did not come" do
      assert {:ok, [true, true]} =
               Test.invoke(
                 fn nil, %Context{} = context ->
                   left = Context.remaining_time_ms(context)
                   [left > 1_000 and left <= 3_000, context.trace_id == nil]
                 end,
                 nil
               )
    end

    test "has what is given" do
      options = [
        request_id: "request-1",
        trace_id: "Root=1",
        tenant_id: "blue",
        invocation_id: "inv-1",
        invoked_function_arn: "arn:x",
        client_context: %{custom: %{a: nil}},
        cognito_identity: %{cognitoIdentityId: "i"}
      ]

      keys = Keyword.keys(options)

      assert {:ok, context} =
               Test.invoke(fn _, context -> Map.take(context, keys) end, nil, options)

      assert context == options |> Map.new() |> JSON.encode!() |> JSON.decode!()
    end

    test "names the function" do
      assert {:ok, ["test", "$LATEST", 128]} =
               Test.invoke(
                 fn _, context ->
                   [context.function_name, context.function_version, context.memory_limit_mb]
                 end,
                 nil
               )
    end
  end

  describe "responses" do
    test "raw" do
      assert Test.invoke(fn _ -> LambdaRuntime.raw("text/csv", ["a", ?,, "b"]) end, nil) ==
               {:ok, %{content_type: "text/csv", body: "a,b"}}

      assert {:error, %{type: "ArgumentError"}} =
               Test.invoke(fn _ -> LambdaRuntime.raw("text/csv\r\nx: y", "") end, nil)
    end

    test "stream of a function and of anything enumerable" do
      expected = {:ok, %{content_type: "text/plain", body: "123"}}

      assert expected ==
               Test.invoke(
                 fn _ -> LambdaRuntime.stream("text/plain", &Enum.each(["1", "23"], &1)) end,
                 nil
               )

      assert expected ==
               Test.invoke(
                 fn _ -> LambdaRuntime.stream("text/plain", Stream.map(1..3, &"#{&1}")) end,
                 nil
               )
    end

    test "http_stream" do
      prelude = [status: 201, headers: [{"content-type", "text/html"}], cookies: ["a=1"]]

      assert Test.invoke(fn _ -> LambdaRuntime.http_stream(prelude, ["<p>", "</p>"]) end, nil) ==
               {:ok,
                %{
                  status: 201,
                  headers: %{"content-type" => "text/html"},
                  cookies: ["a=1"],
                  content_type: "text/html",
                  body: "<p></p>"
                }}
    end

    test "a stream that fails half-way" do
      source = Stream.map(1..3, fn n -> if n < 3, do: "#{n}", else: raise("broken") end)

      assert {:error, %{type: "RuntimeError", message: "broken"}} =
               Test.invoke(fn _ -> LambdaRuntime.stream("text/plain", source) end, nil)
    end
  end

  describe "LambdaRuntime.Test" do
    test "callers and ancestors of the handler are those of a task" do
      links = fn -> inspect(for key <- [:"$callers", :"$ancestors"], do: {key, Process.get(key)}) end

      same = fn ->
        of_task = Task.await(Task.async(links))
        assert Test.invoke(fn _ -> links.() end, nil) == {:ok, of_task}
      end

      same.()
      Task.await(Task.async(same))
    end

    test "takes functions and names" do
      assert Test.invoke(&ElixirProbe.handler/2, 1) == {:ok, 1}
      assert Test.invoke(&ElixirProbe.of_event/1, 1) == {:ok, [1]}
      assert Test.invoke("Elixir.ElixirProbe:handler", 1) == {:ok, 1}
      assert Test.invoke("ElixirProbe.of_event", 1) == {:ok, [1]}

      assert_raise ArgumentError, ~r"no module Nothing", fn ->
        Test.invoke("Nothing.handler", 1)
      end
    end

    test "ends a handler at the time-out, as Lambda does" do
      test = self()

      handler = fn _ ->
        send(test, {:handler, self()})
        Process.sleep(:infinity)
      end

      assert Test.invoke(handler, nil, timeout_ms: 2_000) ==
               {:error,
                %{
                  type: "Sandbox.Timedout",
                  message: "Task timed out after 2.00 seconds",
                  stacktrace: []
                }}

      assert_receive {:handler, pid}, 10_000
      ref = Process.monitor(pid)
      assert_receive {:DOWN, ^ref, _, _, _}, 10_000
    end

    test "leaves no messages and no links" do
      Test.invoke(fn _ -> 1 end, nil)
      Test.invoke(fn _ -> raise "oops" end, nil)
      refute_received _
      assert Process.info(self(), :links) == {:links, []}
    end

    test "output of the handler is the test's" do
      assert ExUnit.CaptureIO.capture_io(fn -> Test.invoke(fn _ -> IO.puts("ahoj") end, nil) end) ==
               "ahoj\n"
    end
  end
end
