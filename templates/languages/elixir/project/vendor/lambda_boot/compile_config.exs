# Compiles a configuration file, such as config/runtime.exs, into a module with a function that
# evaluates it. lambda_boot_config.erl calls
#
#     elixir compile_config.exs FILE PATH NAME MODULE DIRECTORY
#
# PATH is where the file is in the image, NAME what it is called in messages. Modules that the file
# defines are compiled, too, and are taken out of it: the image has no compiler.

defmodule CompileConfig do
  @moduledoc false

  @directives [:alias, :import, :require]
  @definitions [:defmodule, :defprotocol, :defimpl]

  @no_imports "import_config is not available here, since a release has only this file of " <>
                "config/. Move the settings into this file, or into config/config.exs"
  @nested "is inside another expression; define the module in lib/"

  def main([file, path, name, module, directory]) do
    contents = File.read!(file)
    Code.compiler_options(debug_info: false, docs: false, no_warn_undefined: :all)

    with {:ok, quoted} <- parse(contents, path),
         {definitions, body} = split(quoted),
         :ok <- check(body),
         {:ok, modules} <- compile(units(definitions, body, String.to_atom(module)), path) do
      for {module, code} <- modules do
        {:ok, {^module, stripped}} = :beam_lib.strip(code)
        File.write!(Path.join(directory, "#{module}.beam"), stripped)
      end

      if definitions != [], do: File.write!(file, without(contents, definitions))
    else
      {:error, line, message} ->
        IO.puts("#{name}:#{line} cannot be compiled: #{message}")
        System.halt(1)

      {:refused, line, message} ->
        IO.puts("#{name}:#{line}: #{message}")
        System.halt(2)
    end
  end

  defp parse(contents, path) do
    case Code.string_to_quoted(contents, file: path, token_metadata: true, emit_warnings: false) do
      {:ok, quoted} -> {:ok, quoted}
      {:error, {meta, message, token}} -> {:refused, meta[:line], text(message) <> token}
    end
  end

  defp text({before, rest}), do: before <> rest
  defp text(message), do: message

  # Modules that the file defines, each with the directives before it, and the rest of the file.
  defp split(quoted) do
    {definitions, _directives, body} =
      Enum.reduce(expressions(quoted), {[], [], []}, fn
        {kind, _, _} = definition, {definitions, directives, body} when kind in @definitions ->
          {[{Enum.reverse(directives), definition} | definitions], directives, body}

        {kind, _, _} = directive, {definitions, directives, body} when kind in @directives ->
          {definitions, [directive | directives], [directive | body]}

        expression, {definitions, directives, body} ->
          {definitions, directives, [expression | body]}
      end)

    {Enum.reverse(definitions), {:__block__, [], Enum.reverse(body)}}
  end

  defp expressions({:__block__, _, expressions}), do: expressions
  defp expressions(expression), do: [expression]

  # A definition in another expression may depend on values that are not known here. An import fails
  # at each boot, unless it is in an expression that is not evaluated in a release.
  defp check({:__block__, _, expressions}) do
    case for {:import_config, meta, [_file]} <- expressions, do: meta[:line] do
      [line | _] -> {:refused, line, @no_imports}
      [] -> check_definitions(expressions)
    end
  end

  defp check_definitions(expressions) do
    {_, found} =
      Macro.prewalk(expressions, :ok, fn
        {kind, meta, [_ | _]} = expression, :ok when kind in @definitions ->
          {expression, {:error, meta[:line], "#{kind} #{@nested}"}}

        expression, found ->
          {expression, found}
      end)

    found
  end

  defp units(definitions, body, module) do
    evaluate =
      quote do
        defmodule unquote(module) do
          @moduledoc false
          def evaluate do
            value = unquote(body)
            {:value, value}
          end
        end
      end

    for {directives, definition} <- definitions do
      {:__block__, [], directives ++ [definition]}
    end ++ [evaluate]
  end

  defp compile(units, path) do
    {result, diagnostics} =
      Code.with_diagnostics(fn ->
        try do
          {:ok, Enum.flat_map(units, &Code.compile_quoted(&1, path))}
        rescue
          error -> {:error, Map.get(error, :line) || 1, Exception.message(error)}
        end
      end)

    with {:error, line, message} <- result do
      case Enum.find(diagnostics, &(&1.severity == :error)) do
        nil -> {:error, line, message}
        error -> {:error, position(error.position), without_module(error.message)}
      end
    end
  end

  # "(expected :lambda_boot_config_1 to define such a function…)"
  defp without_module(message), do: hd(String.split(message, " (expected :lambda_boot"))

  defp position({line, _column}), do: line
  defp position(line), do: line

  # Empty lines in place of the definitions, so that the numbers of all other lines stay.
  defp without(contents, definitions) do
    lines =
      for {_directives, {_, meta, _}} <- definitions,
          line <- meta[:line]..(meta[:end] || meta)[:line],
          into: MapSet.new(),
          do: line

    contents
    |> String.split("\n")
    |> Enum.with_index(1)
    |> Enum.map_join("\n", fn {text, line} -> if line in lines, do: "", else: text end)
  end
end

CompileConfig.main(System.argv())
