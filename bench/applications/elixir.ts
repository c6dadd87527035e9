import type { Application } from './applications.ts';
import { camel, fieldsOf, list, thing } from './words.ts';

const types = [':integer', ':string', ':boolean', ':float', ':date', '{:list, :string}', ':atom'];

/** The sources of an application in Elixir, by path. */
export function elixirApplication(app: Application): Record<string, string> {
  const App = camel(app.name);
  const { schemas, commands, handlers, workers, cached, formats, tables } = app;
  const files: Record<string, string> = { 'mix.exs': mixfile(app, App) };
  function add(module: string, body: string) {
    const text = `defmodule ${App}.${module} do\n  @moduledoc false\n\n${body}end\n`;
    files[`lib/${app.name}/${module.replaceAll('.', '/').toLowerCase()}.ex`] = text;
  }
  add('Application', applicationModule(app, App));
  for (const number of list(schemas, Number)) add(camel(thing(number)), schema(number));
  for (const number of list(commands, Number)) add(`Commands.C${number}`, command(number));
  for (const number of list(handlers, Number)) add(`Handlers.H${number}`, handler(app, number));
  if (commands) add('Commands', catalogue(App, commands));
  if (workers) add('Worker', worker(App));
  if (cached) add('Cache', cache(App, cached));
  if (formats) Object.assign(files, { [`lib/${app.name}/format.ex`]: format(App) });
  for (const number of list(formats, Number)) add(`Formats.F${number}`, formatted(App, number));
  for (const number of list(tables?.modules, Number)) {
    add(`Table${number}`, `  use Bus.Rows, rows: ${tables!.rows}\n`);
  }
  if (tables) add('Tables', tablesModule(App, tables.modules));
  return files;
}

function mixfile({ name, needs = [], otp = [] }: Application, App: string): string {
  const own = ['bus', 'settings', ...needs].map((need) => `{:${need}, path: "../${need}"}`);
  return `defmodule ${App}.MixProject do
  use Mix.Project

  def project do
    [
      app: :${name},
      version: "1.0.0",
      elixir: "~> 1.18",
      deps: [${own.join(', ')}]
    ]
  end

  def application do
    [
      extra_applications: [${[':logger', ...otp.map((each) => `:${each}`)].join(', ')}],
      mod: {${App}.Application, []}
    ]
  end
end
`;
}

function applicationModule(app: Application, App: string): string {
  const { name, commands, handlers, workers, cached, formats, tables } = app;
  const children = [
    ...(workers
      ? [
          `{Registry, keys: :unique, name: ${App}.Registry}`,
          `{DynamicSupervisor, name: ${App}.Pool}`,
        ]
      : []),
    ...(cached ? [`{${App}.Cache, settings}`] : []),
    ...(commands ? [`{${App}.Commands, settings}`] : []),
  ];
  const attached = list(
    handlers,
    (number) =>
      `    :ok = Bus.attach({:${name}, ${number}}, [], &${App}.Handlers.H${number}.handle/4, settings)\n`,
  );
  const pool = workers
    ? `
    for id <- 1..settings.workers do
      {:ok, _} = DynamicSupervisor.start_child(${App}.Pool, {${App}.Worker, {id, settings}})
    end
`
    : '';
  const written = formats
    ? `    for module <- ${App}.Formats.F0.all(), do: ${App}.Format.write(struct(module))\n`
    : '';
  const seen = tables?.usedBy === 'start' ? [`    :error = ${App}.Tables.fetch("${name}")\n`] : [];
  return `  use Application

  @schema [
    url: {:url, "https://${name}.internal:8443/v1"},
    level: {{:one_of, [:debug, :info, :error]}, :info},
    workers: {:integer, ${workers ?? 1}},
    tags: {{:list, :string}, ["a", "b"]},
    region: {:string, "eu-central-1"},
    since: {:date, "2026-01-01"},
    timeout: {:integer, 5_000},
    name: {{:matching, "^[a-z_]+$"}, "${name}"}
  ]

  @impl true
  def start(_type, _args) do
    settings = Settings.validate!(:${name}, @schema)
    :persistent_term.put(:${name}, settings)
${attached.join('')}
    children = [
      ${children.join(',\n      ')}
    ]

    {:ok, pid} = Supervisor.start_link(children, strategy: :rest_for_one, name: ${App}.Supervisor)
${pool}${written}${seen.join('')}    Bus.execute([:${name}, :started], %{count: length(children)}, %{application: :${name}})
    {:ok, pid}
  end
`;
}

function schema(number: number): string {
  const fields = fieldsOf(number, 12).map((name, at) => `${name}: ${types[at % types.length]}`);
  return `  use Settings.Schema,\n    fields: [\n      ${fields.join(',\n      ')}\n    ]\n`;
}

function command(number: number): string {
  const steps = fieldsOf(number, 8).map((name) => `:${name}`);
  return `  use Bus.Command, steps: [${steps.join(', ')}], options: [weight: 30, total: 500]\n`;
}

function handler({ name }: Application, number: number): string {
  const clauses = fieldsOf(number, 10).map(
    (field, at) => `
  def handle([_, :${field} | _] = event, %{count: count}, metadata, settings) when count > ${at} do
    tags = for tag <- settings.tags, String.contains?(tag, "${field[0]}"), do: String.upcase(tag)
    entry = %{event: Enum.join(event, "."), count: count, tags: tags, metadata: metadata}
    {:ok, Map.put(entry, :rate, Float.round(count / settings.timeout, ${at % 4}))}
  end
`,
  );
  return `${clauses.join('').slice(1)}
  def handle(event, _measurements, _metadata, _settings) do
    Bus.count({:${name}, ${number}, event})
  end
`;
}

function catalogue(App: string, commands: number): string {
  const modules = list(commands, (number) => `${App}.Commands.C${number}`);
  return `  use GenServer

  @commands [
    ${modules.join(',\n    ')}
  ]

  def start_link(settings), do: GenServer.start_link(__MODULE__, settings, name: __MODULE__)

  @doc "Runs all commands on an input, one after the other."
  def run(input) do
    Enum.reduce(@commands, %{}, fn module, state ->
      case module.run(input, state) do
        {:ok, state} -> state
        {:error, _} -> state
      end
    end)
  end

  @impl true
  def init(settings) do
    commands = Map.new(@commands, fn module -> {module.describe().name, module} end)
    {:ok, %{commands: commands, settings: settings}}
  end

  @impl true
  def handle_call({:fetch, name}, _from, state) do
    {:reply, Map.fetch(state.commands, name), state}
  end
`;
}

function worker(App: string): string {
  return `  use GenServer

  def start_link({id, settings}) do
    name = {:via, Registry, {${App}.Registry, id}}
    GenServer.start_link(__MODULE__, {id, settings}, name: name)
  end

  def child_spec({id, _} = args) do
    %{id: {__MODULE__, id}, start: {__MODULE__, :start_link, [args]}, shutdown: 1_000}
  end

  @impl true
  def init({id, settings}), do: {:ok, %{id: id, settings: settings, queue: :queue.new()}, {:continue, :open}}

  @impl true
  def handle_continue(:open, state) do
    {:noreply, Map.put(state, :opened, DateTime.utc_now())}
  end

  @impl true
  def handle_call({:push, item}, _from, state) do
    {:reply, :ok, %{state | queue: :queue.in(item, state.queue)}}
  end

  def handle_call(:pop, _from, state) do
    case :queue.out(state.queue) do
      {{:value, item}, queue} -> {:reply, {:ok, item}, %{state | queue: queue}}
      {:empty, _} -> {:reply, :empty, state}
    end
  end
`;
}

function cache(App: string, cached: number): string {
  return `  use GenServer

  def start_link(settings), do: GenServer.start_link(__MODULE__, settings, name: __MODULE__)

  def fetch(key) do
    case :ets.lookup(__MODULE__, key) do
      [{^key, value, _}] -> {:ok, value}
      [] -> :error
    end
  end

  @impl true
  def init(settings) do
    table = :ets.new(__MODULE__, [:named_table, :set, read_concurrency: true])
    rows = for id <- 1..${cached}, do: {"${App}:" <> Integer.to_string(id), id * 7, settings.region}
    true = :ets.insert(table, rows)
    {:ok, table}
  end
`;
}

function tablesModule(App: string, modules: number): string {
  return `  def fetch(key) do
    Enum.find_value([${list(modules, (number) => `${App}.Table${number}`).join(', ')}], :error, fn table ->
      with :error <- table.fetch(key), do: nil
    end)
  end
`;
}

function format(App: string): string {
  return `defprotocol ${App}.Format do
  @moduledoc false
  @fallback_to_any true

  def write(value)
end

defimpl ${App}.Format, for: Any do
  def write(value), do: inspect(value)
end

defimpl ${App}.Format, for: Map do
  def write(map) do
    Enum.map_join(map, ",", fn {key, value} -> "#{key}:#{${App}.Format.write(value)}" end)
  end
end

defimpl ${App}.Format, for: [Integer, Float, Atom, BitString] do
  def write(value), do: to_string(value)
end
`;
}

function formatted(App: string, number: number): string {
  const fields = fieldsOf(number, 10);
  const pairs = fields.map((field) => `"${field}: ", ${App}.Format.write(value.${field}), "\\n"`);
  const all =
    number === 0
      ? `\n  def all, do: for(n <- 0..13, m = Module.concat(${App}.Formats, "F#{n}"), Code.ensure_loaded?(m), do: m)\n`
      : '';
  return `  defstruct [${fields.map((field) => `:${field}`).join(', ')}]
${all}
  defimpl ${App}.Format do
    def write(value) do
      IO.iodata_to_binary([
        ${pairs.join(',\n        ')}
      ])
    end
  end
`;
}
