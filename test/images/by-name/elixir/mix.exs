defmodule HelloElixir.MixProject do
  use Mix.Project

  def project do
    [
      app: :hello_elixir,
      version: "0.1.0",
      elixir: "~> 1.18",
      deps: [{:lambda_runtime, path: "vendor/lambda_runtime", env: Mix.env()}]
    ]
  end

  def application do
    [
      extra_applications: [:logger, :crypto, :os_mon],
      mod: {HelloElixir.Application, []}
    ]
  end
end
