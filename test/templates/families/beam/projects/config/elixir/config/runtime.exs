import Config
require Logger

defmodule HelloElixir.Variables do
  @moduledoc false
  def integer(name, default), do: String.to_integer(System.get_env(name, default))
end

alias HelloElixir.Settings
alias HelloElixir.Variables, as: V

if config_env() == :dev, do: import_config("dev.secret.exs")

region = System.get_env("AWS_REGION") || raise "AWS_REGION is not set"
greeting = System.get_env("GREETING", "hello")

if config_env() == :prod and config_target() == :host do
  config :hello_elixir, region: region, uri: URI.parse("https://example.com/#{region}")
end

limits = for n <- 1..3, into: %{}, do: {n, n * V.integer("FACTOR", "2")}

config :hello_elixir,
  dir: __DIR__,
  file: Path.basename(__ENV__.file),
  functions: [&String.upcase/1, &(&1 <> greeting), fn name -> "#{greeting}, #{name}" end],
  limits: limits,
  list: [nested: [y: 3, z: 4]],
  passwd: "/etc/passwd" |> File.read!() |> String.split("\n") |> hd(),
  pattern: ~r/^[a-z]+$/i,
  struct: %Settings{name: greeting},
  words: ~w(a b c)a

config :hello_elixir, HelloElixir.Repo,
  pool: V.integer("POOL", "5"),
  same: read_config(:hello_elixir)[:dir]

case System.get_env("LOGGING") do
  nil ->
    :ok

  level ->
    config :logger, level: String.to_existing_atom(level), metadata: [stage: greeting]
    config :logger, :default_handler, level: :error

    if format = System.get_env("FORMAT"),
      do: config(:logger, :default_formatter, format: format <> "\n", metadata: [:stage])
end

if name = System.get_env("NEEDS"), do: config(:hello_elixir, needed: System.fetch_env!(name))
if System.get_env("COMPILED"), do: config(:hello_elixir, list: [a: 2])
if System.get_env("KERNEL"), do: config(:kernel, logger_level: :debug)

config :not_an_application, key: greeting
