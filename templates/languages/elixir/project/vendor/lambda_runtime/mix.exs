defmodule LambdaRuntime.MixProject do
  use Mix.Project

  def project do
    [
      app: :lambda_runtime,
      version: "0.1.0",
      elixir: "~> 1.18",
      elixirc_paths: ["lib" | test_support(Mix.env())],
      erlc_paths: ["src" | test_support(Mix.env())],
      erlc_options: [:debug_info, :warnings_as_errors],
      deps: []
    ]
  end

  # An application that uses Logger starts it before the runtime, which then takes over its handler.
  def application do
    [
      mod: {:lambda_runtime_app, []},
      registered: [:lambda_runtime_guard],
      extra_applications: [logger: :optional]
    ]
  end

  # LambdaRuntime.Test and what it needs stay out of the release.
  defp test_support(:prod), do: []
  defp test_support(_env), do: ["test_support"]
end
