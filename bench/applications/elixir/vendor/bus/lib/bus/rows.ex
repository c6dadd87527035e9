defmodule Bus.Rows do
  @moduledoc "A table whose rows are function clauses."

  defmacro __using__(rows: rows) do
    quote bind_quoted: [rows: rows] do
      for row <- 1..rows do
        key = "#{Macro.underscore(__MODULE__)}/#{row}"
        value = %{row: row, title: "Row #{row * 7919}", offsets: [row * 3, row * 5, -row]}
        def fetch(unquote(key)), do: {:ok, unquote(Macro.escape(value))}
      end

      def fetch(_key), do: :error
    end
  end
end
