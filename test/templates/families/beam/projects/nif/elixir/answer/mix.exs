defmodule Mix.Tasks.Compile.AnswerNif do
  use Mix.Task.Compiler

  @impl true
  def run(_args) do
    File.mkdir_p!("priv")
    include = Path.join([:code.root_dir(), "usr", "include"])
    args = ["-shared", "-fPIC", "-I", include, "-o", "priv/answer.so", "c_src/answer.c"]
    {_, 0} = System.cmd("gcc", args, into: IO.stream())
    Mix.Project.build_structure()
    {:ok, []}
  end
end

defmodule Answer.MixProject do
  use Mix.Project

  def project do
    [app: :answer, version: "0.1.0", compilers: [:answer_nif] ++ Mix.compilers()]
  end
end
