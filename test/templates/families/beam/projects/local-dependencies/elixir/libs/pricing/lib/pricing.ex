defmodule Pricing do
  @rate Application.compile_env!(:pricing, :rate)

  def gross(cents), do: Money.format(cents + div(cents * @rate, 100))
end
