defmodule PricingTest do
  use ExUnit.Case, async: true

  test "gross", do: assert(Pricing.gross(100) == 119)
end
