defmodule HelloElixir.MixProject do
  use Mix.Project

  @version "VERSION" |> File.read!() |> String.trim()

  def project do
    [
      app: :hello_elixir,
      version: @version,
      elixirc_paths: elixirc_paths(Mix.env()),
      start_permanent: Mix.env() == :prod,
      releases: [shop: [include_executables_for: [:unix]]],
      deps: deps()
    ]
  end

  def application, do: [extra_applications: [:logger], mod: {HelloElixir.Application, []}]

  defp elixirc_paths(:test), do: ["lib", "test/support"]
  defp elixirc_paths(_env), do: ["lib"]

  defp deps do
    [
      {:pricing, path: "libs/pricing"},
      {:tax, path: "libs/tax"},
      {:slug, git: "file:///src/repositories/slug.git", tag: "v1"},
      {:samples, git: "file:///src/repositories/samples.git", tag: "v1", only: :test},
      {:not_here, path: "../not_here", only: :dev},
      {:lambda_runtime, path: "vendor/lambda_runtime", env: Mix.env()}
    ]
  end
end
