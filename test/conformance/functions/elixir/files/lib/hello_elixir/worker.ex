defmodule HelloElixir.Worker do
  @moduledoc "A supervised child: counts invocations and, in between, ticks; keeps a connection."

  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @doc "The state, this invocation counted in."
  def state, do: GenServer.call(__MODULE__, :state)

  @doc "Connects to a port of the machine where the Runtime API is."
  def connect(port), do: GenServer.call(__MODULE__, {:connect, port})

  @doc "What comes back over the connection, or why nothing does."
  def echo(text), do: GenServer.call(__MODULE__, {:echo, text}, :infinity)

  @impl true
  def init(nil) do
    Process.flag(:trap_exit, true)
    Process.sleep(String.to_integer(System.get_env("INIT_MS", "0")))
    if System.get_env("INIT_FAILS"), do: raise("init failed")
    send(self(), :tick)
    :timer.send_interval(100, :interval)
    now = System.os_time(:millisecond)
    {:ok, %{incarnation: now, invocations: 0, ticks: 0, intervals: 0, socket: nil}}
  end

  @impl true
  def handle_call(:state, _from, state) do
    state = %{state | invocations: state.invocations + 1}
    uptime = System.os_time(:millisecond) - state.incarnation
    {:reply, state |> Map.delete(:socket) |> Map.put(:uptimeMs, uptime), state}
  end

  def handle_call({:connect, port}, _from, state) do
    [host, _] = String.split(System.fetch_env!("AWS_LAMBDA_RUNTIME_API"), ":")
    {:ok, socket} = :gen_tcp.connect(to_charlist(host), port, [:binary, active: false])
    {:reply, nil, %{state | socket: socket}}
  end

  def handle_call({:echo, text}, _from, state) do
    with :ok <- :gen_tcp.send(state.socket, text),
         {:ok, echoed} <- :gen_tcp.recv(state.socket, byte_size(text)) do
      {:reply, echoed, state}
    else
      {:error, reason} -> {:reply, "error: #{reason}", state}
    end
  end

  @impl true
  def handle_info(:tick, state) do
    Process.send_after(self(), :tick, 10)
    {:noreply, %{state | ticks: state.ticks + 1}}
  end

  def handle_info(:interval, state), do: {:noreply, %{state | intervals: state.intervals + 1}}

  @impl true
  def terminate(_reason, _state), do: IO.puts("cleaned up")
end
