defmodule Settings.Schema do
  @moduledoc "A struct with typed fields, which can be described, and cast from maps with text keys."

  defmacro __using__(fields: fields) do
    quote bind_quoted: [fields: fields] do
      @fields fields
      defstruct Keyword.keys(fields)

      def describe(:fields), do: Keyword.keys(@fields)
      def describe(:source), do: __MODULE__ |> Module.split() |> Enum.join(".")
      def type(field)
      def change(struct, field, value)

      for {field, type} <- fields do
        def type(unquote(field)), do: unquote(Macro.escape(type))

        def change(%__MODULE__{} = struct, unquote(field), value) do
          case Settings.Type.cast(unquote(Macro.escape(type)), value) do
            {:ok, value} -> {:ok, %{struct | unquote(field) => value}}
            {:error, reason} -> {:error, {unquote(field), reason}}
          end
        end

        def unquote(:"get_#{field}")(%__MODULE__{unquote(field) => value}, default \\ nil) do
          if is_nil(value), do: default, else: value
        end
      end

      def cast(params) when is_map(params) do
        Enum.reduce_while(@fields, {:ok, %__MODULE__{}}, fn {field, _type}, {:ok, struct} ->
          case Map.fetch(params, Atom.to_string(field)) do
            {:ok, value} -> changed(change(struct, field, value))
            :error -> {:cont, {:ok, struct}}
          end
        end)
      end

      defp changed({:ok, struct}), do: {:cont, {:ok, struct}}
      defp changed({:error, reason}), do: {:halt, {:error, reason}}

      def dump(%__MODULE__{} = struct) do
        Map.new(@fields, fn {field, _type} -> {Atom.to_string(field), Map.get(struct, field)} end)
      end
    end
  end
end
