defmodule Bus.Handlers do
  @moduledoc "Owns the tables of handlers and counts."

  use GenServer

  def start_link(options), do: GenServer.start_link(__MODULE__, options, name: __MODULE__)

  @impl true
  def init(_options) do
    Bus.Counts = :ets.new(Bus.Counts, [:named_table, :public, write_concurrency: true])
    {:ok, :ets.new(__MODULE__, [:named_table, :public, :duplicate_bag, read_concurrency: true])}
  end
end
