defmodule HelloElixir.Settings do
  @moduledoc false
  defstruct [:name, n: 1]
end
