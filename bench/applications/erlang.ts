import type { Application } from './applications.ts';
import { fieldsOf, list, thing } from './words.ts';

const types = ['integer', 'string', 'boolean', 'float', 'date', '{list, string}', 'atom'];

/** The sources of an application in Erlang, by path. */
export function erlangApplication(app: Application): Record<string, string> {
  const { name, schemas, commands, handlers, workers, cached, formats, tables } = app;
  const files: Record<string, string> = { [`src/${name}.app.src`]: appFile(app) };
  function add(module: string, body: string) {
    files[`src/${name}_${module}.erl`] =
      `-module(${name}_${module}).\n-moduledoc false.\n\n${body}`;
  }
  add('app', applicationModule(app));
  for (const number of list(schemas, Number))
    add(thing(number), schema(`${name}_${thing(number)}`, number));
  for (const number of list(commands, Number)) add(`command${number}`, command(number));
  for (const number of list(handlers, Number)) add(`handler${number}`, handler(name, number));
  if (commands) add('commands', catalogue(name, commands));
  if (workers) add('pool', pool(name));
  if (workers) add('worker', worker());
  if (cached) add('cache', cache(name, cached));
  if (formats) add('format', format(name, formats));
  for (const number of list(formats, Number)) add(`format${number}`, formatted(name, number));
  for (const number of list(tables?.modules, Number)) {
    add(`table${number}`, table(`${name}/table${number}`, tables!.rows));
  }
  if (tables) add('tables', tablesModule(name, tables.modules));
  return files;
}

function appFile({ name, needs = [], otp = [] }: Application): string {
  return `{application, ${name}, [
    {description, "A part of a real application"},
    {vsn, "1.0.0"},
    {registered, []},
    {mod, {${name}_app, []}},
    {applications, [${['kernel', 'stdlib', ...otp, 'bus', 'settings', ...needs].join(', ')}]}
]}.
`;
}

function applicationModule(app: Application): string {
  const { name, commands, handlers, workers, cached, formats, tables } = app;
  const children = [
    ...(workers ? ['pool'] : []),
    ...(cached ? ['cache'] : []),
    ...(commands ? ['commands'] : []),
  ].map(
    (part) =>
      `        #{id => ${part}, start => {${name}_${part}, start_link, [Settings]}, type => ${part === 'pool' ? 'supervisor' : 'worker'}}`,
  );
  const steps = [
    ...list(
      handlers,
      (number) =>
        `ok = bus:attach({${name}, ${number}}, [], fun ${name}_handler${number}:handle/4, Settings)`,
    ),
    `{ok, Pid} = supervisor:start_link({local, ${name}_sup}, ?MODULE, Settings)`,
    ...(workers
      ? [
          `[{ok, _} = supervisor:start_child(${name}_pool, [Id]) || Id <- lists:seq(1, maps:get(workers, Settings))]`,
        ]
      : []),
    ...(formats ? [`ok = ${name}_format:list()`] : []),
    ...(tables?.usedBy === 'start' ? [`error = ${name}_tables:fetch(~"${name}")`] : []),
    `ok = bus:execute([${name}, started], #{count => ${children.length}}, #{application => ${name}})`,
  ];
  return `-behaviour(application).
-behaviour(supervisor).

-export([start/2, stop/1, init/1]).

-define(SCHEMA, [
    {url, url, ~"https://${name.replaceAll('_', '-')}.internal:8443/v1"},
    {level, {one_of, [debug, info, error]}, info},
    {workers, integer, ${workers ?? 1}},
    {tags, {list, string}, [~"a", ~"b"]},
    {region, string, ~"eu-central-1"},
    {since, date, ~"2026-01-01"},
    {timeout, integer, 5_000},
    {name, {matching, ~"^[a-z_]+$"}, ~"${name}"}
]).

start(_Type, _Args) ->
    Settings = settings:validate(${name}, ?SCHEMA),
    ok = persistent_term:put(${name}, Settings),
    ${steps.join(',\n    ')},
    {ok, Pid}.

stop(_State) ->
    ok.

init(Settings) ->
    _ = Settings,
    Children = [
${children.join(',\n')}
    ],
    {ok, {#{strategy => rest_for_one}, Children}}.
`;
}

function schema(module: string, number: number): string {
  const fields = fieldsOf(number, 12).map((name, at) => ({
    name,
    type: types[at % types.length]!,
  }));
  const clauses = fields.map(
    ({ name, type }) => `change(#{} = Record, ${name}, Value) ->
    case settings_type:cast(${type}, Value) of
        {ok, Cast} -> {ok, Record#{${name} => Cast}};
        {error, Reason} -> {error, {${name}, Reason}}
    end`,
  );
  const getters = fields.map(
    ({ name }) => `
get_${name}(#{${name} := undefined}, Default) -> Default;
get_${name}(#{${name} := Value}, _Default) -> Value;
get_${name}(#{}, Default) -> Default.
`,
  );
  return `-export([describe/1, type/1, change/3, cast/1, dump/1]).
-export([${fields.map(({ name }) => `get_${name}/2`).join(', ')}]).

describe(fields) -> [${fields.map(({ name }) => name).join(', ')}];
describe(source) -> ${module}.

${fields.map(({ name, type }) => `type(${name}) -> ${type}`).join(';\n')}.

${clauses.join(';\n')}.

cast(Params) ->
    lists:foldl(
        fun
            (Field, {ok, Record}) ->
                case Params of
                    #{} when is_map_key(Field, Params) -> change(Record, Field, map_get(Field, Params));
                    #{} -> text(Params, Field, Record)
                end;
            (_Field, {error, _} = Error) ->
                Error
        end,
        {ok, #{}},
        describe(fields)
    ).

text(Params, Field, Record) ->
    case maps:find(atom_to_binary(Field), Params) of
        {ok, Value} -> change(Record, Field, Value);
        error -> {ok, Record}
    end.

dump(Record) ->
    maps:map(
        fun
            (_, {Year, Month, Day}) -> iolist_to_binary(io_lib:format("~4..0b-~2..0b-~2..0b", [Year, Month, Day]));
            (_, Value) -> Value
        end,
        Record
    ).
${getters.join('')}`;
}

function command(number: number): string {
  const steps = fieldsOf(number, 8);
  const clauses = steps.map(
    (step) => `step(${step}, #{~"${step}" := Value}, State) when is_binary(Value) ->
    case binary:split(Value, ~",", [global, trim_all]) of
        [] -> {error, {empty, ${step}}};
        [One] -> {ok, State#{${step} => One}};
        Many -> {ok, State#{${step} => [<<"${step}:", Each/binary>> || Each <- Many]}}
    end;
step(${step}, #{~"${step}" := Value}, State) when is_number(Value) ->
    case maps:get(${step}, options(), 1_000) of
        Limit when Value >= 0, Value =< Limit ->
            {ok, maps:update_with(${step}, fun(Old) -> Old + Value end, Value, State)};
        Limit ->
            {error, {${step}, Value, expected_at_most, Limit}}
    end;
step(${step}, #{~"${step}" := #{~"id" := Id} = Value}, State) ->
    {ok, maps:update_with(${step}, fun(Old) -> Old#{Id => Value} end, #{Id => Value}, State)};
step(${step}, #{~"${step}" := Value}, _State) ->
    {error, {${step}, Value}};
`,
  );
  return `-export([describe/0, run/2]).

describe() ->
    #{name => ?MODULE, steps => [${steps.join(', ')}], options => options()}.

options() ->
    #{weight => 30, total => 500}.

run(Input, State) ->
    lists:foldl(
        fun
            (Step, {ok, Done}) -> step(Step, Input, Done);
            (_Step, {error, _} = Error) -> Error
        end,
        {ok, State},
        [${steps.join(', ')}]
    ).

${clauses.join('')}step(_Step, _Input, State) ->
    {ok, State}.
`;
}

function handler(name: string, number: number): string {
  const clauses = fieldsOf(number, 10).map(
    (
      field,
      at,
    ) => `handle([_, ${field} | _] = Event, #{count := Count}, Metadata, #{tags := Tags, timeout := Time}) when Count > ${at} ->
    Found = [<<"${field}=", Tag/binary>> || Tag <- Tags, binary:match(Tag, ~"${field[0]}") =/= nomatch],
    Names = lists:join($., [atom_to_binary(Part) || Part <- Event]),
    Entry = #{event => iolist_to_binary(Names), count => Count, tags => Found, metadata => Metadata},
    {ok, Entry#{rate => Count / Time * ${at}}};
`,
  );
  return `-export([handle/4]).

${clauses.join('')}handle(Event, _Measurements, _Metadata, _Settings) ->
    bus:count({${name}, ${number}, Event}).
`;
}

const plainServer = `handle_call(_Request, _From, State) ->
    {reply, ok, State}.

handle_cast(_Request, State) ->
    {noreply, State}.
`;

function catalogue(name: string, commands: number): string {
  const modules = list(commands, (number) => `${name}_command${number}`);
  return `-behaviour(gen_server).

-export([start_link/1, run/1, init/1, handle_call/3, handle_cast/2]).

-define(COMMANDS, [
    ${modules.join(',\n    ')}
]).

start_link(Settings) ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, Settings, []).

run(Input) ->
    lists:foldl(
        fun(Module, State) ->
            case Module:run(Input, State) of
                {ok, Next} -> Next;
                {error, _} -> State
            end
        end,
        #{},
        ?COMMANDS
    ).

init(Settings) ->
    Commands = #{maps:get(name, Module:describe()) => Module || Module <- ?COMMANDS},
    {ok, Settings#{commands => Commands}}.

${plainServer}`;
}

function pool(name: string): string {
  return `-behaviour(supervisor).

-export([start_link/1, init/1]).

start_link(Settings) ->
    supervisor:start_link({local, ?MODULE}, ?MODULE, Settings).

init(Settings) ->
    Start = {${name}_worker, start_link, [Settings]},
    {ok, {#{strategy => simple_one_for_one}, [#{id => worker, start => Start, shutdown => 1_000}]}}.
`;
}

function worker(): string {
  return `-behaviour(gen_server).

-export([start_link/2, init/1, handle_continue/2, handle_call/3, handle_cast/2]).

start_link(Settings, Id) ->
    gen_server:start_link(?MODULE, {Id, Settings}, []).

init({Id, Settings}) ->
    {ok, #{id => Id, settings => Settings, queue => queue:new()}, {continue, open}}.

handle_continue(open, State) ->
    {noreply, State#{opened => calendar:universal_time()}}.

handle_call({push, Item}, _From, #{queue := Queue} = State) ->
    {reply, ok, State#{queue := queue:in(Item, Queue)}};
handle_call(pop, _From, #{queue := Queue} = State) ->
    case queue:out(Queue) of
        {{value, Item}, Rest} -> {reply, {ok, Item}, State#{queue := Rest}};
        {empty, _} -> {reply, empty, State}
    end.

handle_cast(_Request, State) ->
    {noreply, State}.
`;
}

function cache(name: string, cached: number): string {
  return `-behaviour(gen_server).

-export([start_link/1, fetch/1, init/1, handle_call/3, handle_cast/2]).

start_link(Settings) ->
    gen_server:start_link({local, ?MODULE}, ?MODULE, Settings, []).

fetch(Key) ->
    case ets:lookup(?MODULE, Key) of
        [{Key, Value, _}] -> {ok, Value};
        [] -> error
    end.

init(#{region := Region}) ->
    Table = ets:new(?MODULE, [named_table, set, {read_concurrency, true}]),
    Rows = [{<<"${name}:", (integer_to_binary(Id))/binary>>, Id * 7, Region} || Id <- lists:seq(1, ${cached})],
    true = ets:insert(Table, Rows),
    {ok, Table}.

${plainServer}`;
}

function format(name: string, formats: number): string {
  const modules = list(formats, (number) => `${name}_format${number}`);
  return `-export([list/0, text/1]).

-callback kind() -> atom().
-callback write(map()) -> iodata().

-define(FORMATS, [${modules.join(', ')}]).

list() ->
    lists:foreach(fun(Module) -> persistent_term:put({?MODULE, Module:kind()}, Module) end, ?FORMATS).

text(#{kind := Kind} = Value) ->
    (persistent_term:get({?MODULE, Kind})):write(Value);
text(#{} = Map) ->
    iolist_to_binary([[text(Key), $:, text(Value), $\\n] || Key := Value <- Map]);
text(Value) ->
    iolist_to_binary(io_lib:format("~tp", [Value])).
`;
}

function formatted(name: string, number: number): string {
  const fields = fieldsOf(number, 10);
  const pairs = fields.map(
    (field) => `"${field}: ", ${name}_format:text(maps:get(${field}, Value, null)), $\\n`,
  );
  return `-behaviour(${name}_format).

-export([kind/0, write/1]).

kind() ->
    format${number}.

write(Value) ->
    [
        ${pairs.join(',\n        ')}
    ].
`;
}

function tablesModule(name: string, modules: number): string {
  return `-export([fetch/1]).

fetch(Key) ->
    fetch(Key, [${list(modules, (number) => `${name}_table${number}`).join(', ')}]).

fetch(Key, [Table | Rest]) ->
    case Table:fetch(Key) of
        {ok, _} = Found -> Found;
        error -> fetch(Key, Rest)
    end;
fetch(_Key, []) ->
    error.
`;
}

function table(key: string, rows: number): string {
  const clauses = list(rows, (at) => {
    const row = at + 1;
    const title = `Row ${row * 7919}`;
    return `fetch(~"${key}/${row}") -> {ok, #{row => ${row}, title => ~"${title}", offsets => [${row * 3}, ${row * 5}, ${-row}]}};\n`;
  });
  return `-export([fetch/1]).\n\n${clauses.join('')}fetch(_Key) -> error.\n`;
}
