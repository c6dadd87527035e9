defmodule Answer do
  @on_load :load

  def load, do: :erlang.load_nif(:filename.join(:code.priv_dir(:answer), ~c"answer"), 0)

  def answer, do: :erlang.nif_error(:not_loaded)
end
