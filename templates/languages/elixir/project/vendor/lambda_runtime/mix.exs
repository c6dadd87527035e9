defmodule LambdaRuntime.MixProject do
  use Mix.Project

  # Mix and rebar3 both take the version from this file.
  {:ok, [{:application, :lambda_runtime, properties}]} =
    :file.consult(Path.join(__DIR__, "src/lambda_runtime.app.src"))

  @properties properties

  def project do
    [
      app: :lambda_runtime,
      version: to_string(@properties[:vsn]),
      description: to_string(@properties[:description]),
      elixir: "~> 1.18",
      elixirc_paths: ["lib" | test_support(Mix.env())],
      erlc_paths: ["src" | test_support(Mix.env())],
      erlc_options: [:debug_info],
      deps: [],
      package: package(),
      docs: [main: "readme", extras: ["README.md", "LICENSE"]]
    ]
  end

  # With rebar.config, Hex knows that rebar3 builds it, too.
  defp package do
    [
      licenses: Enum.map(@properties[:licenses], &to_string/1),
      links: for({name, url} <- @properties[:links], into: %{}, do: {"#{name}", "#{url}"}),
      files: ~w(lib src test_support mix.exs rebar.config README.md LICENSE)
    ]
  end

  # An application that uses Logger starts it before the runtime, which then replaces its handler.
  def application do
    [
      mod: @properties[:mod],
      registered: @properties[:registered],
      extra_applications: [logger: :optional]
    ]
  end

  # LambdaRuntime.Test stays out of releases.
  defp test_support(:prod), do: []
  defp test_support(_env), do: ["test_support"]
end
