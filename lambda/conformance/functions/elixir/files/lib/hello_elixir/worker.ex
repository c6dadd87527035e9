defmodule HelloElixir.Worker do
  @moduledoc "A supervised child: counts invocations and, in between, ticks."

  use GenServer

  def start_link(_), do: GenServer.start_link(__MODULE__, nil, name: __MODULE__)

  @doc "The state, this invocation counted in."
  def state, do: GenServer.call(__MODULE__, :state)

  @impl true
  def init(nil) do
    Process.flag(:trap_exit, true)
    Process.sleep(String.to_integer(System.get_env("INIT_MS", "0")))
    if System.get_env("INIT_FAILS"), do: raise("init failed")
    send(self(), :tick)
    {:ok, %{incarnation: System.os_time(), invocations: 0, ticks: 0}}
  end

  @impl true
  def handle_call(:state, _from, state) do
    state = %{state | invocations: state.invocations + 1}
    {:reply, state, state}
  end

  @impl true
  def handle_info(:tick, state) do
    Process.send_after(self(), :tick, 10)
    {:noreply, %{state | ticks: state.ticks + 1}}
  end

  @impl true
  def terminate(_reason, _state), do: IO.puts("cleaned up")
end
