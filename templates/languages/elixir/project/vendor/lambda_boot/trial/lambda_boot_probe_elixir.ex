defmodule :lambda_boot_probe_elixir do
  @moduledoc """
  Probes what handlers in Elixir rely on: see `:lambda_boot_probe`.
  """

  require Logger

  defmodule Point do
    @moduledoc false
    @derive {JSON.Encoder, only: [:x]}
    defstruct x: 1, y: 2
  end

  defmodule Crashing do
    @moduledoc false
    use GenServer

    @impl true
    def init(state), do: {:ok, state}

    @impl true
    def handle_call(:crash, _from, _state), do: raise("boot probe")
  end

  @doc "The name and result of each probe."
  @spec run() :: [{String.t(), term()}]
  def run do
    for {name, probe} <- output() ++ settings() ++ data() ++ processes() ++ code() ++ system() do
      {name, :lambda_boot_probe.result(probe)}
    end
  end

  defp output do
    [
      {"IO.puts", fn -> IO.puts("boot probe π €") end},
      {"IO.inspect", fn -> IO.inspect(%{π: ~c"boot probe", x: %Point{}}) end},
      {"IO.puts to stderr", fn -> IO.puts(:stderr, "boot probe stderr") end},
      {"IO.ANSI", fn -> {IO.ANSI.enabled?(), IO.ANSI.format([:red, "boot probe"])} end},
      {"Logger of each level",
       fn ->
         for level <- Logger.levels(), do: Logger.log(level, "boot probe #{level} π")
       end},
      {"Logger with metadata",
       fn ->
         :lambda_boot_probe.in_json(fn -> Logger.error("boot probe", key: "metadata π") end)
       end},
      {"Logger with a function", fn -> Logger.info(fn -> "boot probe" end) end},
      {"Logger with a struct", fn -> Logger.error(%{"boot probe": "π"}) end},
      {"Logger.level", fn -> {Logger.level(), Logger.compare_levels(:info, :error)} end},
      {"Logger.metadata", fn -> {Logger.metadata(probe: 1), Logger.metadata()[:probe]} end},
      {"crash of a task",
       fn ->
         {pid, monitor} =
           spawn_monitor(fn -> Task.await(Task.async(fn -> raise "boot probe" end)) end)

         receive do
           {:DOWN, ^monitor, :process, ^pid, {{error, _stacktrace}, _call}} -> error
           {:DOWN, ^monitor, :process, ^pid, {error, _stacktrace}} -> error
         end
       end},
      {"crash of a GenServer",
       fn ->
         {:ok, server} = GenServer.start(Crashing, 1)
         {{error, _stacktrace}, _call} = catch_exit(fn -> GenServer.call(server, :crash) end)
         error
       end},
      {"Logger.put_process_level",
       fn ->
         Logger.put_process_level(self(), :none)
         Logger.error("boot probe that is not written")
         Logger.delete_process_level(self())
       end}
    ]
  end

  defp catch_exit(fun) do
    fun.()
  catch
    :exit, reason -> reason
  end

  defp settings do
    [
      {"URI.parse",
       fn ->
         for scheme <- ~w(http https ftp ldap sftp tftp ws wss),
             do: URI.parse("#{scheme}://a").port
       end},
      {"System.argv", fn -> System.argv() end},
      {"System.at_exit", fn -> System.at_exit(fn _ -> IO.puts("boot probe at exit") end) end},
      {"System.no_halt", fn -> System.no_halt() end},
      {"System.get_env", fn -> {System.get_env("HOME"), System.fetch_env!("_HANDLER")} end},
      {"System.version", fn -> System.version() end},
      {"Code.compiler_options", fn -> Code.compiler_options() |> Map.new() end},
      {"Application.get_all_env", fn -> Application.get_all_env(:logger) |> Enum.sort() end},
      {"Application.get_env", fn -> Application.get_env(:logger, :no_such_setting, 1) end},
      {"Application.spec", fn -> Application.spec(:elixir, :vsn) end},
      {"Mix", fn -> Code.ensure_loaded?(Mix) end}
    ]
  end

  defp data do
    [
      {"structs", fn -> {inspect(%Point{}), %{%Point{} | x: 3}.x} end},
      {"protocols",
       fn ->
         {to_string(:a), Enum.to_list(1..3), Enum.into([a: 1], %{}),
          Enum.map([Enumerable, Collectable, Inspect, JSON.Encoder], &Protocol.consolidated?/1)}
       end},
      {"a protocol without an implementation", fn -> to_string(%Point{}) end},
      {"JSON", fn -> {JSON.encode!(%{a: [1, %Point{}]}), JSON.decode!(~s({"a": [1, null]}))} end},
      {"Regex",
       fn -> {Regex.run(~r/(\d+)-(\w+)/u, "12-ab"), String.replace("a.b", ~r/\./, "-")} end},
      {"String", fn -> {String.upcase("straße"), String.normalize("ä", :nfd)} end},
      {"String.length", fn -> String.length("🏳️‍🌈") end},
      {"DateTime.utc_now",
       fn -> match?(%DateTime{year: year} when year > 2020, DateTime.utc_now()) end},
      {"DateTime", fn -> DateTime.from_unix!(0) |> DateTime.add(1, :day) |> to_string() end},
      {"Calendar.strftime", fn -> Calendar.strftime(~D[2026-11-21], "%a %d %B") end},
      {"Base", fn -> Base.encode64("boot probe") end},
      {"Integer and Float",
       fn -> {Integer.digits(123), Float.round(1.25, 1), Float.parse("1.5x")} end},
      {"Stream", fn -> Stream.unfold(1, &{&1, &1 * 2}) |> Enum.take(5) end},
      {"Version", fn -> Version.match?("1.2.3", "~> 1.2") end}
    ]
  end

  defp processes do
    [
      {"Task.async_stream", fn -> Task.async_stream(1..3, &(&1 * 2)) |> Enum.to_list() end},
      {"Agent",
       fn ->
         {:ok, agent} = Agent.start_link(fn -> 1 end)
         Agent.update(agent, &(&1 + 1))
         Agent.get(agent, & &1)
       end},
      {"Registry",
       fn ->
         {:ok, _} = Registry.start_link(keys: :unique, name: :lambda_boot_probe_registry)
         {:ok, _} = Registry.register(:lambda_boot_probe_registry, "key", :value)
         [{_, value}] = Registry.lookup(:lambda_boot_probe_registry, "key")
         value
       end},
      {"DynamicSupervisor",
       fn ->
         {:ok, supervisor} = DynamicSupervisor.start_link(strategy: :one_for_one)
         {:ok, _} = DynamicSupervisor.start_child(supervisor, {Agent, fn -> 1 end})
         DynamicSupervisor.count_children(supervisor)
       end},
      {"ETS",
       fn ->
         table = :ets.new(:lambda_boot_probe_table, [:set, :public, read_concurrency: true])
         {:ets.insert_new(table, {:a, "π"}), :ets.lookup(table, :a)}
       end},
      {"GenServer.call of nobody", fn -> GenServer.call(:lambda_boot_nobody, :request) end},
      {"Process", fn -> {Process.get(:none, 1), is_list(Process.info(self()))} end}
    ]
  end

  defp code do
    [
      {"Code.ensure_loaded",
       fn -> {Code.ensure_loaded(Date.Range), Code.ensure_loaded(NoSuchModule)} end},
      {"Code.eval_string", fn -> Code.eval_string("for x <- [1, 2, a], do: x * 2", a: 3) end},
      {"Code.eval_string of what is wrong", fn -> Code.eval_string("1 +") end},
      {"Code.string_to_quoted", fn -> Code.string_to_quoted("a |> b(π)") end},
      {"Macro.to_string", fn -> Macro.to_string({:+, [], [1, 2]}) end},
      {"Exception.format",
       fn -> Exception.format(:error, %RuntimeError{message: "boot probe"}) end},
      {"an error", fn -> Exception.message(Exception.normalize(:error, {:badmap, 1})) end},
      {"apply of what there is not", fn -> apply(NoSuchModule, :function, []) end}
    ]
  end

  defp system do
    [
      {"File",
       fn ->
         {File.write("/tmp/boot_probe", "π"), File.read("/tmp/boot_probe"),
          File.rm("/tmp/boot_probe")}
       end},
      {"File.stream!",
       fn ->
         File.write!("/tmp/boot_probe", "a\nb\n")
         lines = File.stream!("/tmp/boot_probe") |> Enum.to_list()
         File.rm!("/tmp/boot_probe")
         lines
       end},
      {"File elsewhere", fn -> File.write("/var/task/boot_probe", "") end},
      {"System.cmd", fn -> System.cmd("sh", ["-c", "echo boot probe"]) end},
      {"System.tmp_dir", fn -> System.tmp_dir!() end}
    ]
  end
end
