defmodule HelloElixir.Unloadable do
  @moduledoc "A module that fails when it is loaded."

  @on_load :fail

  def fail, do: :failed
  def handler(event, _context), do: event
end
