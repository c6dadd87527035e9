defmodule HelloElixir do
  def handler(%{"name" => name}) do
    shop = :hello_elixir |> Application.app_dir("priv/shop.json") |> File.read!() |> JSON.decode!()

    %{
      version: to_string(Application.spec(:hello_elixir, :vsn)),
      name: Slug.slug(name),
      price: Pricing.gross(1000) <> " " <> shop["currency"],
      tax: :tax.name()
    }
  end
end
