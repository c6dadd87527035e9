import Config

config :pricing, rate: 19
