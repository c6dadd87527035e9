defmodule Pricing do
  @rate Application.compile_env!(:pricing, :rate)

  def gross(cents), do: cents + div(cents * @rate, 100)
end
