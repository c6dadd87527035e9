# Makes a Mix project of a function in one file, in the build stage of the Dockerfile: hello.exs
# becomes lib/hello.ex. The packages of its Mix.install become the dependencies in mix.exs.

defmodule MakeProject do
  def run(app) do
    script = app <> ".exs"
    source = File.read!(script)
    ast = Code.string_to_quoted!(source, file: script, token_metadata: true)
    installs = for {{:., _, [{_, _, [:Mix]}, :install]}, _, _} = call <- nodes(ast), do: call
    packages = Enum.flat_map(installs, &packages(&1, script))

    File.mkdir_p!("lib")
    File.write!("lib/#{app}.ex", without(source, installs))
    File.write!("lib/#{app}_application.ex", application(app))
    File.write!("mix.exs", mixfile(app, packages, applications(ast)))
  end

  defp nodes(ast), do: ast |> Macro.prewalker() |> Enum.to_list()

  # Leaves the lines empty, so that errors show the lines of the script.
  defp without(source, calls) do
    installed = for {_, meta, _} <- calls, line <- meta[:line]..meta[:closing][:line], do: line

    source
    |> String.split("\n")
    |> Enum.with_index(1)
    |> Enum.map_join("\n", fn {line, number} -> if number in installed, do: "", else: line end)
  end

  defp packages({_, _, [packages]}, _script) do
    {packages, _binding} = Code.eval_quoted(packages)
    packages
  end

  defp packages({_, meta, _}, script) do
    IO.puts(:stderr, """
    #{script}:#{meta[:line]}: Expected only packages in Mix.install, found options. They need a project:
    README.md has the command that makes one of the script.\
    """)

    System.halt(1)
  end

  # A script can call every application of Erlang/OTP and Elixir; a release has those that it names.
  defp applications(ast) do
    for node <- nodes(ast),
        module = called(node),
        path = :code.which(needed(module)),
        is_list(path) and path != [],
        app =
          path
          |> Path.dirname()
          |> Path.dirname()
          |> Path.basename()
          |> String.replace(~r/-.*/, ""),
        app not in ["kernel", "stdlib", "elixir", "mix"],
        uniq: true,
        do: String.to_atom(app)
  end

  # The only part of the runtime that needs an application of its own.
  defp needed(LambdaRuntime.AWS), do: :ssl
  defp needed(module), do: module

  defp called({:., _, [module, _function]}) when is_atom(module), do: module

  defp called({:__aliases__, _, names}),
    do: if(Enum.all?(names, &is_atom/1), do: Module.concat(names))

  defp called(_node), do: nil

  defp mixfile(app, packages, applications) do
    """
    defmodule MakeProject.MixProject do
      use Mix.Project

      def project do
        [
          app: :#{app},
          version: "0.1.0",
          start_permanent: true,
          test_paths: ["#{app}.exs", "#{app}_test.exs"],
          deps: [
            {:lambda_runtime, path: "vendor/lambda_runtime", env: Mix.env()}
            | #{inspect(packages, limit: :infinity)}
          ]
        ]
      end

      def application do
        [
          extra_applications: #{inspect([:logger | applications])},
          mod: {#{application_module(app)}, []}
        ]
      end
    end
    """
  end

  defp application(app) do
    """
    defmodule #{application_module(app)} do
      @moduledoc false
      use Application

      @impl true
      def start(_type, _args), do: Supervisor.start_link([LambdaRuntime], strategy: :one_for_one)
    end
    """
  end

  defp application_module(app), do: Macro.camelize(app) <> ".Application"
end

MakeProject.run(hd(System.argv()))
