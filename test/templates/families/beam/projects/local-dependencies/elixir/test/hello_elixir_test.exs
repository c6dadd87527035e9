defmodule HelloElixirTest do
  use ExUnit.Case, async: true

  test "has a price" do
    assert {:ok, %{"name" => "ada", "price" => "11.00 EUR"}} =
             LambdaRuntime.Test.invoke(&HelloElixir.handler/1, HelloElixir.Events.event())
  end
end
