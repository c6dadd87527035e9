defmodule ShopTest do
  use ExUnit.Case, async: true

  test "has a price" do
    assert LambdaRuntime.Test.invoke(&Shop.handler/1, %{cents: 100}) == {:ok, %{"price" => 119}}
  end
end
