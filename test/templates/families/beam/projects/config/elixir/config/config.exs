import Config

config :hello_elixir,
  env: config_env(),
  list: [a: 1, nested: [x: 1, y: 2]]

config :logger, level: :info
