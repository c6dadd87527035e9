defmodule Hello do
  def handler(%{"name" => name}, _context), do: %{message: "Hello, #{name}!"}
end
