defmodule Bus do
  @moduledoc "Sends events of applications to the handlers that are attached to them."

  require Logger

  @doc "Calls `function` at each event whose name starts with `prefix`."
  def attach(id, prefix, function, config) when is_function(function, 4) do
    if :ets.insert_new(Bus.Handlers, {id, prefix, function, config}),
      do: :ok,
      else: {:error, :already_exists}
  end

  def detach(id), do: :ets.delete(Bus.Handlers, id)

  @doc "Calls the handlers of the event. One that fails is detached."
  def execute(event, measurements, metadata) when is_list(event) and is_map(measurements) do
    for {id, prefix, function, config} <- :ets.tab2list(Bus.Handlers),
        List.starts_with?(event, prefix) do
      try do
        function.(event, measurements, metadata, config)
      rescue
        error ->
          detach(id)
          Logger.error("Handler #{inspect(id)} has failed: #{Exception.message(error)}")
      end
    end

    :ok
  end

  @doc "Counts how often this was called for a key."
  def count(key), do: :ets.update_counter(Bus.Counts, key, 1, {key, 0})

  @doc "Sends an event before and after a function with its duration."
  def span(event, metadata, function) do
    started = System.monotonic_time()
    execute(event ++ [:start], %{system_time: System.system_time()}, metadata)
    result = function.()
    execute(event ++ [:stop], %{duration: System.monotonic_time() - started}, metadata)
    result
  end
end
