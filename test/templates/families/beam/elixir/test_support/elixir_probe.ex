defmodule ElixirProbe do
  @moduledoc "The Elixir function that the tests run, in this VM and in others."

  @behaviour LambdaRuntime.Handler

  require Logger

  defmodule OutOfStock do
    defexception [:item]

    @impl true
    def message(%{item: item}), do: "no more #{item}"
  end

  defmodule Unspeakable do
    defexception []

    @impl true
    def message(_), do: raise("cannot tell")
  end

  defmodule Point do
    @derive JSON.Encoder
    defstruct [:x, :y]
  end

  defmodule Plain do
    defstruct [:a]
  end

  defmodule OfJason do
    defstruct [:a]
  end

  defmodule Odd do
    defstruct [:a]
  end

  defimpl JSON.Encoder, for: Odd do
    def encode(_, _), do: raise("odd")
  end

  @impl true
  def handler(%{"do" => "log"}, _context) do
    Logger.info("informed", user: 7)
    Logger.error(["több", ?\s, "sor\nban"])
    nil
  end

  def handler(%{"do" => "flush"}, _context) do
    Logger.error("flushed")
    Logger.flush()
    nil
  end

  def handler(%{"do" => "trap SIGTERM"}, _context) do
    {:ok, _} = System.trap_signal(:sigterm, fn -> IO.puts("trapped") end)
    nil
  end

  def handler(%{"do" => "crash a task"}, _context) do
    {:ok, pid} = Task.start(fn -> raise "in the background" end)
    ref = Process.monitor(pid)

    receive do
      {:DOWN, ^ref, _, _, _} -> nil
    end
  end

  def handler(event, _context), do: event

  def of_event(event), do: [event]
end

defprotocol Jason.Encoder do
  @moduledoc "Stands in for that of Jason."
  @fallback_to_any true
  def encode(value, options)
end

defimpl Jason.Encoder, for: Any do
  def encode(_value, _options), do: raise("no encoder")
end

defimpl Jason.Encoder, for: ElixirProbe.OfJason do
  def encode(_value, _options), do: "{}"
end
