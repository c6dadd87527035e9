defmodule HelloElixir do
  @moduledoc "Calls what Elixir opens or calls by its name."

  @behaviour LambdaRuntime.Handler

  @impl true
  def handler(_event, _context) do
    Map.new(uses(), fn {name, use} -> {name, inspect(result(use), limit: :infinity)} end)
  end

  defp result(use) do
    use.()
  rescue
    error -> error
  end

  defp home, do: "HOME"

  defp uses do
    %{
      "time zone" => fn -> :calendar.system_time_to_local_time(1_700_000_000, :second) end,
      "time zone, now" => fn ->
        round(NaiveDateTime.diff(NaiveDateTime.local_now(), NaiveDateTime.utc_now()) / 600)
      end,
      "localhost" => fn -> :inet.getaddr(~c"localhost", :inet) end,
      "encoding of names" => fn -> :file.native_name_encoding() end,
      "encoding of output" => fn -> :io.getopts()[:encoding] end,
      "home" => fn -> {System.user_home(), Path.expand("~"), System.tmp_dir()} end,
      "MD4" => fn -> :crypto.hash(:md4, "abc") end,
      "DES" => fn -> :crypto.crypto_one_time(:des_cbc, "12345678", "12345678", "12345678", true) end,
      "disksup" => fn -> for {~c"/", size, _} <- :disksup.get_disk_data(), do: is_integer(size) end,
      "memsup" => fn -> :memsup.get_os_wordsize() end,
      "cpu_sup" => fn -> is_integer(:cpu_sup.avg1()) end,
      "System.shell" => fn -> System.shell("echo $((6 * 7))") end,
      "System.cmd" => fn -> System.cmd("sh", ["-c", "exit 3"]) end,
      "a program" => fn -> System.cmd("basename", ["/a/b"]) end,
      "a program in a command" => fn -> System.shell("cd /; printenv #{home()} | wc -l") end,
      "a program in a charlist" => fn -> :os.cmd(~c"uname -s") end,
      "programs" => fn ->
        for name <- ~w(cat getconf ldd ls), do: {name, System.find_executable(name) != nil}
      end
    }
  end
end
