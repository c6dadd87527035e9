defmodule HelloElixir.CustomError do
  @moduledoc "An error of the function's own."

  defexception message: "of its own"
end
