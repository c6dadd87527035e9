defmodule Pricing.MixProject do
  use Mix.Project

  def project, do: [app: :pricing, version: "0.1.0", deps: [{:money, path: "../money"}]]

  def application, do: []
end
