# Removes the project's own code, and keeps what its dependencies are compiled with: mix.exs,
# mix.lock, config/, local dependencies, and all files that these may read. The Dockerfile compiles
# the dependencies with what is left, so that Docker compiles them again only when that changes.
#
# Stops if a local dependency is missing: Docker copies nothing from outside of this directory.

Mix.start()
Mix.env(:prod)
Code.require_file("mix.exs")

defmodule KeepDependencies do
  @root File.cwd!()

  # What only the release, and the trial of its boot, read.
  @used_later ["config/runtime.exs", "Dockerfile", "events", "trial.env"]

  def run do
    # In an umbrella, the code of the project is that of all its applications.
    applications =
      for {app, path} <- Mix.Project.apps_paths() || %{}, do: in_project(app, path, &read/0)

    projects = [read() | applications]
    kept = [@root | Enum.flat_map(projects, & &1.local)]

    for path <- Enum.flat_map(projects, & &1.code) ++ Enum.map(@used_later, &Path.expand/1),
        not Enum.any?(kept, &inside?(&1, path)),
        do: File.rm_rf!(path)
  end

  defp read do
    config = Mix.Project.config()
    %{code: code(config), local: local(config, [:prod, :test])}
  end

  defp in_project(app, path, fun), do: Mix.Project.in_project(app, path, fn _module -> fun.() end)

  defp code(config) do
    tests = Keyword.get(config, :test_paths, ["test"])
    Enum.map(config[:elixirc_paths] ++ config[:erlc_paths] ++ tests, &Path.expand/1)
  end

  # The directories of the local dependencies, and of theirs.
  defp local(config, envs) do
    for {app, options} <- Enum.map(config[:deps], &options/1),
        path = options[:path] || (options[:in_umbrella] && "../#{app}"),
        needed?(options, envs),
        found = existing(app, path),
        directory <- [found | local_of(app, found)],
        do: directory
  end

  defp options({app, options}) when is_list(options), do: {app, options}
  defp options({app, _requirement}), do: {app, []}
  defp options({app, _requirement, options}), do: {app, options}

  defp needed?(options, envs) do
    only = options |> Keyword.get(:only, envs) |> List.wrap()
    Enum.any?(envs, &(&1 in only)) and not (envs == [:prod] and options[:optional] == true)
  end

  defp local_of(app, directory) do
    if File.regular?(Path.join(directory, "mix.exs")),
      do: in_project(app, directory, fn -> local(Mix.Project.config(), [:prod]) end),
      else: []
  end

  defp existing(app, path) do
    directory = Path.expand(path)

    cond do
      not inside?(directory, @root) ->
        stop("""
        The dependency :#{app} has the path #{path}, which is outside of the directory that has the
        Dockerfile. Docker copies only what is in that directory. Move :#{app} into it, take it from
        git, or move the Dockerfile and the other generated files to the directory that has both. In
        an umbrella, that is its root.\
        """)

      not File.dir?(directory) ->
        stop("""
        The dependency :#{app} has the path #{path}, where there is no directory. If that is a
        symbolic link, which Docker does not follow, replace it by a copy. Check that .dockerignore
        does not list it.\
        """)

      true ->
        directory
    end
  end

  defp stop(message) do
    mix_exs = Path.relative_to(Path.expand("mix.exs"), @root)
    IO.puts(:stderr, "#{mix_exs}: #{message}")
    System.halt(1)
  end

  defp inside?(path, directory),
    do: path == directory or String.starts_with?(path, directory <> "/")
end

KeepDependencies.run()
