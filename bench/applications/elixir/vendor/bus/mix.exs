defmodule Bus.MixProject do
  use Mix.Project

  def project do
    [app: :bus, version: "1.0.0", elixir: "~> 1.18"]
  end

  def application do
    [extra_applications: [:logger], mod: {Bus.Application, []}]
  end
end
