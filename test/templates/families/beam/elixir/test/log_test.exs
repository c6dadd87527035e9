defmodule LambdaRuntime.LogTest do
  @moduledoc "Elixir's Logger in a VM of its own."
  use ExUnit.Case, async: true

  @id %{headers: %{"Lambda-Runtime-Aws-Request-Id" => "request-1"}}

  defp output(event, env, applications, args \\ []) do
    {:ok, api} = :lambda_runtime_test_api.start_link()

    start =
      ~c"{ok,_}=application:ensure_all_started(#{:io_lib.format("~w", [applications])},permanent)"

    vm =
      :vm.start(api, %{
        handler: ~c"Elixir.ElixirProbe:handler",
        env: env,
        args: Enum.flat_map(ebins(), &[~c"-pa", to_charlist(&1)]) ++ args,
        eval: start
      })

    try do
      answered = :lambda_runtime_test_api.invoke(api, JSON.encode!(%{do: event}), @id)
      assert %{body: "null"} = answered
      :vm.signal(~c"TERM", vm)
      {0, output} = :vm.status(vm)
      ["worker started" | lines] = :vm.lines(output)
      Enum.take_while(lines, &(&1 != "worker stops"))
    after
      :vm.stop(vm)
    end
  end

  defp ebins do
    for application <- [:elixir, :logger, :lambda_runtime] do
      application |> :code.lib_dir() |> Path.join("ebin")
    end
  end

  test "records are lines" do
    assert output("log", %{}, [:logger, :probe]) == [
             "INFO request-1 informed",
             "ERROR request-1 több sor, ban"
           ]
  end

  test "Logger is started with the runtime, where it is there" do
    assert ["INFO request-1 informed" | _] = output("log", %{}, [:probe])
  end

  test "records as JSON" do
    lines = output("log", %{~c"AWS_LAMBDA_LOG_FORMAT" => ~c"JSON"}, [:logger, :probe])

    assert [%{"level" => "INFO", "message" => "informed", "user" => 7} = first, second] =
             Enum.map(lines, &JSON.decode!/1)

    assert %{"requestId" => "request-1", "timestamp" => _} = first
    assert %{"level" => "ERROR", "message" => "több sor\nban"} = second
  end

  @formatter [~c"-logger", ~c"default_formatter", ~c"[{format,<<\"[$level] $message $metadata\n\">>},{metadata,[user]}]"]

  test "a format and metadata that are configured" do
    assert output("log", %{}, [:logger, :probe], @formatter) == [
             "[info] informed user=7 ",
             "[error] több sor",
             "ban "
           ]
  end

  test "JSON instead of a configured format" do
    lines = output("log", %{~c"AWS_LAMBDA_LOG_FORMAT" => ~c"JSON"}, [:logger, :probe], @formatter)
    assert [%{"message" => "informed", "user" => 7}, _] = Enum.map(lines, &JSON.decode!/1)
  end

  test "a formatter of the default handler" do
    handler = ~c"[{formatter,{logger_formatter,\#{template=>[level,\"|\",msg,\"\n\"]}}}]"
    lines = output("log", %{}, [:logger, :probe], [~c"-logger", ~c"default_handler", handler])
    assert ["info|informed" | _] = lines
  end

  test "no default handler" do
    assert output("log", %{}, [:logger, :probe], [~c"-logger", ~c"default_handler", ~c"false"]) == []
  end

  test "Logger.flush/0 works" do
    assert output("flush", %{}, [:logger, :probe]) == ["ERROR request-1 flushed"]
  end

  test "a trap of SIGTERM is called, and the VM still ends" do
    assert output("trap SIGTERM", %{}, [:logger, :probe]) == ["trapped"]
  end

  test "a lowest level" do
    lines = output("log", %{~c"AWS_LAMBDA_LOG_LEVEL" => ~c"ERROR"}, [:logger, :probe])
    assert lines == ["ERROR request-1 több sor, ban"]
  end

  test "a crash in the background is told in Elixir's words, on one line" do
    assert [line] = output("crash a task", %{}, [:logger, :probe])
    assert line =~ ~r"^ERROR Task #PID<[\d.]+> started from .*\(RuntimeError\) in the background"
  end
end
