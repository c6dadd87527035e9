defmodule Mix.Tasks.LambdaBoot.Reload do
  @shortdoc "Compiles the project, and takes it over into a release"
  @moduledoc """
  Compiles the project, and takes it over into a release. `lambda-container dev` runs

      elixir -r vendor/lambda_boot/reload.ex -S mix lambda_boot.reload RELEASE

  ahead of the next change: the VM, Mix and the compiler are loaded when that comes.
  """

  use Mix.Task

  @impl true
  def run([release]) do
    {:ok, reload, code} = :compile.file(~c"vendor/lambda_boot/lambda_boot_reload.erl", [:binary])
    {:module, ^reload} = :code.load_binary(reload, ~c"lambda_boot_reload.erl", code)

    for app <- [:compiler, :elixir, :mix] do
      Application.load(app)
      :code.ensure_modules_loaded(Application.spec(app, :modules))
    end

    Mix.Task.run("deps.loadpaths", ["--no-compile", "--no-deps-check"])

    if reload.prepare() == :ok do
      Mix.Task.clear()
      Mix.Task.run("compile")
      paths = [Mix.Project.build_path(), release, Mix.Project.consolidation_path()]
      [build, release, consolidated] = Enum.map(paths, &String.to_charlist/1)
      :ok = reload.update(build, release, [consolidated])
    end
  end
end
