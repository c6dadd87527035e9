defmodule Settings.Type do
  @moduledoc "The types of settings and of the fields of schemas."

  def cast(:integer, value) when is_integer(value), do: {:ok, value}
  def cast(:integer, value) when is_binary(value), do: parsed(Integer.parse(value), value)
  def cast(:float, value) when is_number(value), do: {:ok, value / 1}
  def cast(:float, value) when is_binary(value), do: parsed(Float.parse(value), value)
  def cast(:boolean, value) when is_boolean(value), do: {:ok, value}
  def cast(:boolean, value) when value in ["true", "1"], do: {:ok, true}
  def cast(:boolean, value) when value in ["false", "0"], do: {:ok, false}
  def cast(:string, value) when is_binary(value), do: {:ok, String.trim(value)}
  def cast(:atom, value) when is_atom(value), do: {:ok, value}
  def cast(:url, value) when is_binary(value), do: url(URI.new(value))
  def cast(:date, value) when is_binary(value), do: Date.from_iso8601(value)
  def cast(:date, %Date{} = value), do: {:ok, value}
  def cast({:list, type}, values) when is_list(values), do: each(type, values)
  def cast({:one_of, values}, value), do: member(Enum.member?(values, value), value, values)
  def cast({:matching, pattern}, value), do: matching(Regex.compile!(pattern), value)
  def cast(type, value), do: {:error, "expected #{inspect(type)}, found #{inspect(value)}"}

  defp parsed({number, ""}, _text), do: {:ok, number}
  defp parsed(_, text), do: {:error, "expected a number, found #{inspect(text)}"}

  defp url({:ok, %URI{host: host} = url}) when is_binary(host), do: {:ok, url}
  defp url(_), do: {:error, "expected a URL with a host"}

  defp member(true, value, _values), do: {:ok, value}

  defp member(false, value, values),
    do: {:error, "expected one of #{Enum.map_join(values, ", ", &inspect/1)}, found #{inspect(value)}"}

  defp matching(regex, value) do
    if Regex.match?(regex, value),
      do: {:ok, value},
      else: {:error, "expected text like #{Regex.source(regex)}, found #{inspect(value)}"}
  end

  defp each(type, values) do
    Enum.reduce_while(values, {:ok, []}, fn value, {:ok, done} ->
      case cast(type, value) do
        {:ok, value} -> {:cont, {:ok, done ++ [value]}}
        {:error, reason} -> {:halt, {:error, reason}}
      end
    end)
  end
end
