defmodule Hello.MixProject do
  use Mix.Project

  def project do
    [app: :hello, version: "0.1.0", elixir: "~> 1.18", start_permanent: true, deps: []]
  end

  def application do
    [extra_applications: [:logger, :inets, :ssl], mod: {Hello.Application, []}]
  end
end
