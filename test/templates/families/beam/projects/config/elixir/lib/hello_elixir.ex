defmodule HelloElixir do
  @moduledoc false
  @behaviour LambdaRuntime.Handler
  require Logger

  @compiled Application.compile_env(:hello_elixir, [:list, :a])

  @impl true
  def handler(_event, _context) do
    for level <- [:debug, :info, :error], do: Logger.log(level, "at #{level}")
    {functions, env} = Keyword.pop!(Application.get_all_env(:hello_elixir), :functions)

    %{
      env: inspect(Enum.sort(env), limit: :infinity),
      functions: for(function <- functions, do: function.("name")),
      logger: inspect(Enum.sort(Application.get_all_env(:logger))),
      level: Logger.level(),
      handler: handler_level(:logger.get_handler_config(:default)),
      metadata: :logger.get_primary_config().metadata,
      not_an_application: Map.new(Application.get_all_env(:not_an_application)),
      compiled: @compiled
    }
  end

  defp handler_level({:ok, %{level: level}}), do: level
end
