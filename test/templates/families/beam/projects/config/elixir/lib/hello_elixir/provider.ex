defmodule HelloElixir.Provider do
  @moduledoc false
  @behaviour Config.Provider

  @impl true
  def init(suffix), do: suffix

  @impl true
  def load(config, suffix) do
    limits = config[:hello_elixir][:limits]
    Config.Reader.merge(config, hello_elixir: [provided: "#{limits[1]}#{suffix}"])
  end
end
