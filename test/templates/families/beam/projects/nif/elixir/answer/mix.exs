# As elixir_make does it.
defmodule Mix.Tasks.Compile.AnswerMake do
  use Mix.Task.Compiler

  @impl true
  def run(_args) do
    include = Path.join([:code.root_dir(), "usr", "include"])
    {_, 0} = System.cmd("make", [], env: [{"ERL_INCLUDE", include}], into: IO.stream())
    Mix.Project.build_structure()
    {:ok, []}
  end
end

defmodule Answer.MixProject do
  use Mix.Project

  def project do
    [app: :answer, version: "0.1.0", compilers: [:answer_make] ++ Mix.compilers()]
  end
end
