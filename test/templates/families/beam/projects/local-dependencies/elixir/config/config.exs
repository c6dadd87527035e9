import Config

config :pricing, rate: 10

import_config "#{config_env()}.exs"
