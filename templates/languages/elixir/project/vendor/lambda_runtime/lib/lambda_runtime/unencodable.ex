defmodule LambdaRuntime.Unencodable do
  @moduledoc """
  Explains why the result of a handler is not JSON, and what to return instead. It is loaded when that
  happens for the first time.

  `:lambda_runtime_unencodable` does the same for Erlang.
  """

  @doc "One sentence, or `:unknown` if every part of the result is JSON."
  @spec explain(term) :: :unicode.chardata() | :unknown
  def explain({:ok, _value} = result) do
    ["the handler returned ", shown(result), ", which is not JSON: return the value itself"]
  end

  def explain({:error, _reason} = result) do
    [
      ["the handler returned ", shown(result), ", which is not JSON: to report an error, raise"],
      " an exception"
    ]
  end

  def explain(result), do: value(result, [])

  # The path is from the inside out.
  defp value(value, path) when is_binary(value) do
    if String.valid?(value),
      do: :unknown,
      else: at("a binary that is not UTF-8", path, of_bytes(path))
  end

  defp value(value, _path) when is_atom(value) or is_number(value), do: :unknown
  defp value([], _path), do: :unknown
  defp value(value, path) when is_list(value), do: list(value, path)
  defp value(%module{} = value, path), do: struct(module, value, path)

  defp value(value, path) when is_map(value) do
    first(value, fn {key, value} -> pair(key, value, path) end)
  end

  defp value(value, path) when is_tuple(value),
    do: at(["the tuple ", shown(value)], path, "use a map or a list")

  defp value(value, path) when is_function(value), do: at("a function", path, of_function(path))

  defp value(value, path),
    do: at(shown(value), path, "leave it out, or convert it with inspect/1")

  defp of_bytes([]), do: "return it with LambdaRuntime.raw/2, or encode it with Base.encode64/1"
  defp of_bytes(_path), do: "encode it with Base.encode64/1"

  defp of_function([]), do: "call it, or stream its parts with LambdaRuntime.stream/2"
  defp of_function(_path), do: "call it, or leave it out"

  defp list(list, path) do
    cond do
      List.improper?(list) ->
        at(["the improper list ", shown(list)], path, "use a proper list")

      Keyword.keyword?(list) ->
        at(["the keyword list ", shown(list)], path, "make a map, with Map.new/1")

      true ->
        list |> Enum.with_index() |> first(fn {value, index} -> value(value, [index | path]) end)
    end
  end

  defp pair(key, value, path) do
    case key(key) do
      {:ok, name} ->
        value(value, [name | path])

      :error ->
        at(["a map with the key ", shown(key)], path, "keys are strings, atoms or numbers")
    end
  end

  defp key(key) do
    name = to_string(key)
    if String.valid?(name), do: {:ok, name}, else: :error
  rescue
    _ -> :error
  end

  defp struct(module, struct, path) do
    cond do
      JSON.Encoder.impl_for(struct) != nil ->
        of_encoded(struct, path)

      is_exception(struct) ->
        at(["the exception ", inspect(module)], path, "raise it to report an error")

      true ->
        found = :lambda_runtime_unencodable.found(["%", inspect(module), "{}"], path)
        [found, ", which has no JSON.Encoder: ", of_struct(module, struct)]
    end
  end

  # Its encoder may take only some of its fields.
  defp of_encoded(struct, path) do
    JSON.encode_to_iodata!(struct)
    :unknown
  rescue
    _ -> value(Map.from_struct(struct), path)
  end

  defp of_struct(module, struct) do
    cond do
      encodes_by?(Jason.Encoder, struct) ->
        "its Jason.Encoder is not used: add JSON.Encoder to its @derive, or return " <>
          "LambdaRuntime.raw(\"application/json\", Jason.encode_to_iodata!(result))"

      Enumerable.impl_for(struct) != nil ->
        "make a list of it, with Enum.to_list/1"

      String.Chars.impl_for(struct) != nil ->
        "make a string of it, with to_string/1"

      Application.get_application(module) in [:elixir, :logger] ->
        "make a map of it, with Map.from_struct/1, or a string, with inspect/1"

      true ->
        "add @derive JSON.Encoder above its defstruct, or return a map of what the caller needs"
    end
  end

  # Without one of its own, the implementation of Jason is that for any value, which raises.
  defp encodes_by?(protocol, struct) do
    Code.ensure_loaded?(protocol) and
      protocol.impl_for(struct) not in [nil, Module.concat(protocol, Any)]
  end

  defp first(enumerable, explain) do
    Enum.find_value(enumerable, :unknown, fn element ->
      case explain.(element) do
        :unknown -> nil
        sentence -> sentence
      end
    end)
  end

  defp at(what, path, remedy), do: :lambda_runtime_unencodable.at(what, path, remedy)

  defp shown(term), do: inspect(term, limit: 5, printable_limit: 50)
end
