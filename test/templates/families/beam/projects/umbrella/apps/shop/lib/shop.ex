defmodule Shop do
  def handler(%{"cents" => cents}), do: %{price: Pricing.gross(cents)}
end
