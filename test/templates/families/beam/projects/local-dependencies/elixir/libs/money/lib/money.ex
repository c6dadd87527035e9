defmodule Money do
  def format(cents), do: :io_lib.format("~b.~2..0b", [div(cents, 100), rem(cents, 100)]) |> to_string()
end
