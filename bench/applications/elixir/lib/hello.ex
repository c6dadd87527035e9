defmodule Hello do
  @moduledoc """
  The handler of the function `hello`.
  """

  @behaviour LambdaRuntime.Handler

  @doc """
  Greets a customer, quotes a cart, or looks up a row of a table.
  """
  @impl true
  def handler(%{"key" => key}, _context) do
    [name | _] = String.split(key, "/")
    tables = %{"zones" => Zones.Tables, "phrases" => Phrases.Tables, "reports" => Reports.Tables}
    {:ok, row} = Map.fetch!(tables, name).fetch(key)
    row
  end

  def handler(%{"cart" => %{} = cart}, _context) do
    state = Bus.span([:hello, :quote], %{cart: cart}, fn -> Store.Commands.run(cart) end)
    {:ok, order} = Store.Order.cast(cart)
    %{order: Store.Order.dump(order), state: inspect(state), text: Encoder.Format.write(cart)}
  end

  def handler(%{"name" => name} = event, _context) do
    Bus.span([:hello, :greet], %{name: name}, fn ->
      _ = Web.Commands.run(event)
      {:ok, _} = SharedCache.Cache.fetch("SharedCache:1")
      %{message: "Hello, #{name}!"}
    end)
  end
end
