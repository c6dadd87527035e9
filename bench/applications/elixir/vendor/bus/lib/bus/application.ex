defmodule Bus.Application do
  @moduledoc false

  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([Bus.Handlers], strategy: :one_for_one, name: Bus.Supervisor)
  end
end
