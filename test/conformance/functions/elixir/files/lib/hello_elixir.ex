defmodule HelloElixir do
  @moduledoc "The function under test: does what the event says, and answers any other event with it."

  @behaviour LambdaRuntime.Handler

  require Logger

  alias HelloElixir.{CustomError, Worker}

  @impl true
  def handler(%{"do" => what} = event, context), do: run(what, event, context)
  def handler(event, _context), do: event

  defp run("length", event, _), do: String.length(event["of"])
  defp run("large", event, _), do: String.duplicate("x", event["bytes"])
  defp run("raw", event, _), do: LambdaRuntime.raw("text/csv", :binary.list_to_bin(event["bytes"]))
  defp run("state", _event, _), do: Worker.state()

  defp run("context", _event, context) do
    %{
      requestId: context.request_id,
      functionArn: context.invoked_function_arn,
      traceId: context.trace_id,
      traceVariable: System.get_env("_X_AMZN_TRACE_ID"),
      clientContext: context.client_context,
      identity: context.cognito_identity,
      tenantId: context.tenant_id,
      functionName: context.function_name,
      functionVersion: context.function_version,
      memoryMb: context.memory_limit_mb,
      logGroupName: context.log_group_name,
      logStreamName: context.log_stream_name
    }
  end

  defp run("remaining", event, context) do
    started = System.os_time(:millisecond)
    IO.puts("waiting")
    Process.sleep(event["pauseMs"])
    before = System.os_time(:millisecond)
    remaining = LambdaRuntime.Context.remaining_time_ms(context)
    %{started: started, before: before, remaining: remaining, after: System.os_time(:millisecond)}
  end

  defp run("raise", event, _), do: raise(event["message"])
  defp run("raise-custom", _event, _), do: raise(CustomError)
  defp run("throw", event, _), do: throw(event["value"])
  defp run("exit", event, _), do: exit(event["reason"])
  defp run("kill", _event, _), do: Process.exit(self(), :kill)
  defp run("halt", event, _), do: System.halt(event["status"])
  defp run("unencodable", _event, _), do: {:not, "JSON"}

  defp run("write", event, _) do
    File.write!(event["path"], "written")
    File.read!(event["path"])
  end

  defp run("print", event, _) do
    for n <- 1..event["lines"] do
      IO.puts("out #{n} #{event["text"]}")
      IO.puts(:stderr, "err #{n} #{event["text"]}")
    end

    event["lines"]
  end

  defp run("log", event, _), do: Logger.log(String.to_atom(event["level"]), event["message"])

  defp run("resources", _event, _) do
    [_, resident] = Regex.run(~r/VmRSS:\s+(\d+)/, File.read!("/proc/self/status"))

    %{
      residentKb: String.to_integer(resident),
      descriptors: length(File.ls!("/proc/self/fd")),
      processes: length(Process.list())
    }
  end

  # What goes on in the background waits for "release". It logs as part of its own invocation.
  defp run("background", event, _) do
    metadata = Logger.metadata()

    spawn(fn ->
      Logger.metadata(metadata)
      await_files("release", 1)
      unless event["fails"], do: Logger.warning("background")
      File.write!("/tmp/released", "")
      if event["fails"], do: raise("background")
    end)

    "started"
  end

  defp run("release", event, _) do
    File.write!("/tmp/release", "")
    await_files("released", 1)
    Process.sleep(event["pauseMs"])
    "released"
  end

  # Returns when as many invocations are here at once.
  defp run("meet", event, context) do
    name = event["as"] || context.request_id
    File.write!("/tmp/meet-#{name}", "")
    await_files("meet-", event["count"])
    name
  end

  # Returns when all parts are at work at once.
  defp run("parallel", event, _) do
    1..event["count"]
    |> Task.async_stream(
      fn n ->
        File.write!("/tmp/part-#{n}", "")
        await_files("part-", event["count"])
        n
      end,
      max_concurrency: event["count"],
      timeout: :infinity
    )
    |> Enum.map(fn {:ok, n} -> n end)
  end

  defp run("connect", event, _), do: Worker.connect(event["port"])
  defp run("echo", event, _), do: Worker.echo(event["text"])

  defp run("stream", event, _), do: LambdaRuntime.stream("text/plain", &write_parts(event, &1))

  defp run("http-stream", event, _) do
    prelude = %{status: 201, headers: %{"x-part" => "head"}, cookies: ["a=1", "b=2"]}
    LambdaRuntime.http_stream(prelude, &write_parts(event, &1))
  end

  defp write_parts(event, write) do
    for _ <- 1..Map.get(event, "times", 1), part <- event["parts"], do: write.(part)
    if event["fails"], do: raise("half-way")
  end

  defp await_files(prefix, count) do
    here = Enum.count(File.ls!("/tmp"), &String.starts_with?(&1, prefix))

    if here < count do
      Process.sleep(5)
      await_files(prefix, count)
    end
  end
end
