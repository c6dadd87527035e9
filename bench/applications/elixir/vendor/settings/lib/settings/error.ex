defmodule Settings.Error do
  defexception [:application, :key, :reason]

  @impl true
  def message(%{application: application, key: key, reason: reason}) do
    "config #{inspect(application)}, #{inspect(key)}: #{reason}"
  end
end
