defmodule HelloElixir.Events do
  def event, do: %{"name" => Samples.name()}
end
