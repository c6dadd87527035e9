defmodule Settings.MixProject do
  use Mix.Project

  def project do
    [app: :settings, version: "1.0.0", elixir: "~> 1.18"]
  end

  def application do
    [extra_applications: [:logger]]
  end
end
