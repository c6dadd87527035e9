defmodule Shop.MixProject do
  use Mix.Project

  def project do
    [
      app: :shop,
      version: "0.1.0",
      build_path: "../../_build",
      config_path: "../../config/config.exs",
      deps_path: "../../deps",
      lockfile: "../../mix.lock",
      deps: [{:pricing, in_umbrella: true}, {:lambda_runtime, path: "../../vendor/lambda_runtime", env: Mix.env()}]
    ]
  end

  def application, do: [extra_applications: [:logger], mod: {Shop.Application, []}]
end
