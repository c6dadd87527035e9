defmodule LambdaRuntime.Language do
  @moduledoc """
  Implements `:lambda_runtime_language` for Elixir.

  `:lambda_runtime_handler` selects it by its name for every handler in an Elixir module.
  """

  @behaviour :lambda_runtime_language

  @impl true
  def decode(json), do: JSON.decode!(json)

  @impl true
  def encode(result), do: JSON.encode_to_iodata!(result)

  @impl true
  defdelegate explain(result), to: LambdaRuntime.Unencodable

  # Does not use Kernel or Enum: they take milliseconds to load, and the handler may not need them.
  @impl true
  def context(context) do
    present =
      :maps.map(
        fn
          _key, :undefined -> nil
          _key, value -> value
        end,
        context
      )

    :maps.merge(%LambdaRuntime.Context{request_id: nil}, present)
  end

  @impl true
  def describe(kind, reason, stacktrace) do
    error = Exception.normalize(kind, reason, stacktrace)

    :lambda_runtime_error.new(
      type(kind, error),
      message(kind, error),
      Enum.map(stacktrace, &stacktrace_line/1)
    )
  end

  # "RuntimeError", as written in Elixir. The reason of an exit or throw may be any term.
  defp type(:error, %module{}), do: inspect(module)
  defp type(kind, _reason), do: Atom.to_string(kind)

  defp message(:error, error), do: Exception.message(error)
  defp message(:exit, reason), do: Exception.format_exit(reason)
  defp message(:throw, value), do: inspect(value)

  defp stacktrace_line({module, function, arguments, location}) when is_list(arguments),
    do: stacktrace_line({module, function, length(arguments), location})

  defp stacktrace_line(entry), do: Exception.format_stacktrace_entry(entry)
end
