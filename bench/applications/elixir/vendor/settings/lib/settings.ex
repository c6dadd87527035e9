defmodule Settings do
  @moduledoc "Checks the configuration of an application against a list of typed settings."

  alias Settings.{Error, Type}

  @doc "Returns the settings with their defaults. Raises if one is missing, unknown or of another type."
  def validate!(application, schema) do
    given = Application.get_all_env(application)

    case Enum.find(given, fn {key, _value} -> not Keyword.has_key?(schema, key) end) do
      nil -> :ok
      {key, _value} -> raise Error, application: application, key: key, reason: "is unknown"
    end

    Map.new(schema, fn {key, {type, default}} ->
      case Type.cast(type, Keyword.get(given, key, default)) do
        {:ok, value} -> {key, value}
        {:error, reason} -> raise Error, application: application, key: key, reason: reason
      end
    end)
  end
end
