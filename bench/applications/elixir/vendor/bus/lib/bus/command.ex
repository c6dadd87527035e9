defmodule Bus.Command do
  @moduledoc "A command is a module that describes itself, and runs in steps."

  @callback describe() :: %{name: atom(), steps: [atom()], options: keyword()}
  @callback run(input :: map(), state :: map()) :: {:ok, map()} | {:error, term()}

  defmacro __using__(options) do
    quote bind_quoted: [options: options] do
      @behaviour Bus.Command
      @steps Keyword.fetch!(options, :steps)
      @options Keyword.get(options, :options, [])
      @name __MODULE__ |> Module.split() |> List.last() |> Macro.underscore() |> String.to_atom()

      @impl true
      def describe, do: %{name: @name, steps: @steps, options: @options}

      @impl true
      def run(input, state) when is_map(input) and is_map(state) do
        Enum.reduce_while(@steps, {:ok, state}, fn step, {:ok, state} ->
          case step(step, input, state) do
            {:ok, state} -> {:cont, {:ok, state}}
            {:error, reason} -> {:halt, {:error, {@name, step, reason}}}
          end
        end)
      end

      for step <- @steps do
        key = Atom.to_string(step)

        defp step(unquote(step), %{unquote(key) => value}, state) when is_binary(value) do
          case String.split(value, ",", trim: true) do
            [] -> {:error, {:empty, unquote(key)}}
            [one] -> {:ok, Map.put(state, unquote(step), String.trim(one))}
            many -> {:ok, Map.put(state, unquote(step), Enum.map(many, &String.trim/1))}
          end
        end

        defp step(unquote(step), %{unquote(key) => value}, state) when is_number(value) do
          limit = Keyword.get(@options, unquote(step), 1_000)

          if value in 0..limit,
            do: {:ok, Map.update(state, unquote(step), value, &(&1 + value))},
            else: {:error, "#{unquote(key)} is #{value}, expected at most #{limit}"}
        end

        defp step(unquote(step), %{unquote(key) => %{"id" => id} = value}, state) do
          {:ok, Map.update(state, unquote(step), %{id => value}, &Map.put(&1, id, value))}
        end

        defp step(unquote(step), %{unquote(key) => value}, _state) do
          {:error, "#{unquote(key)} is #{inspect(value)}"}
        end
      end

      defp step(_step, _input, state), do: {:ok, state}
    end
  end
end
