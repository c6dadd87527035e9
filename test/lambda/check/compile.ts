import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { execa } from 'execa';

import { glibcLoader, muslLoader, otherMachine } from './own-architecture.ts';

/** Small programs and libraries by the machine's compiler, linked with small libraries in place of a libc. */
export type Compiled = Awaited<ReturnType<typeof compileAll>>;

const program = 'extern int answer(void); void _start(void) { for (;;) answer(); }';
const library = 'int answer(void) { return 42; }';
const addon = 'extern int answer(void); int ask(void) { return answer(); }';

/** What NODE_MODULE_INIT() of Node.js comes to. */
function registering(abi: number): string {
  return `void node_register_module_v${abi}(void) { }`;
}

/** What ERL_NIF_INIT() of Erlang comes to. */
function nif(minor: number): string {
  return `
    static struct {
      int major, minor; const char *name; int functions; void *f[5]; const char *variant;
      unsigned options; unsigned long size; const char *least;
    } entry = { 2, ${minor}, "a", 1, { 0 }, "beam.vanilla", 1, 40, "erts-14.0" };
    void *nif_init(void) { return &entry; }`;
}

function versions(name: string): string {
  return `GLIBC_2.2.5 { };\n${name} { global: answer; local: *; } GLIBC_2.2.5;\n`;
}

/** Compiles all that fixtures have, in a directory of its own. */
export async function compileAll() {
  const directory = await mkdtemp(path.join(tmpdir(), 'lambda-container-compiled-'));
  async function build(output: string, source: string, ...flags: string[]): Promise<Buffer> {
    const file = path.join(directory, `${output}.c`);
    await writeFile(file, source);
    const common = [
      '-nostdlib',
      '-fno-stack-protector',
      '-Wl,--build-id=none',
      '-Wl,--no-as-needed',
    ];
    await execa('cc', [...common, '-o', output, file, ...flags], { cwd: directory });
    return readFile(path.join(directory, output));
  }
  function shared(soname: string): string[] {
    return ['-shared', '-fPIC', `-Wl,-soname,${soname}`];
  }
  function startedBy(loader: string): string {
    return `-Wl,--dynamic-linker=${loader}`;
  }
  async function libc(output: string, version: string): Promise<Buffer> {
    await writeFile(path.join(directory, `${output}.map`), versions(version));
    return build(output, library, ...shared('libc.so.6'), `-Wl,--version-script=${output}.map`);
  }
  try {
    const bootstrap = await build(
      'bootstrap',
      'void _start(void) { for (;;) { } }',
      '-static',
      '-no-pie',
    );
    const [oldLibc, newLibc] = [
      await libc('libc-old', 'GLIBC_2.36'),
      await libc('libc-new', 'GLIBC_2.99'),
    ];
    const musl = await build('libc-musl', library, ...shared('libc.musl-x86_64.so.1'));
    const answer = await build('libanswer', library, ...shared('libanswer.so.1'));
    return {
      /** Static: it needs nothing. */
      bootstrap,
      /** Cut off in the middle of its tables. */
      cutOff: bootstrap.subarray(0, 100),
      ofAnotherMachine: withMachine(bootstrap, otherMachine),
      loader: await build('loader', library, ...shared(path.basename(glibcLoader))),
      oldLibc,
      newLibc,
      musl,
      answer,
      needsOldLibc: await build('old', program, './libc-old', startedBy(glibcLoader)),
      needsNewLibc: await build('new', program, './libc-new', startedBy(glibcLoader)),
      needsMusl: await build('needs-musl', program, './libc-musl', startedBy(muslLoader)),
      needsAnswer: await build('needs-answer', program, './libanswer', startedBy(glibcLoader)),
      needsAnswerBeside: await build(
        'needs-answer-beside',
        program,
        './libanswer',
        startedBy(glibcLoader),
        '-Wl,--enable-new-dtags,-rpath,$ORIGIN/lib',
      ),
      glibcAddon: await build('glibc.node', addon, '-shared', '-fPIC', './libc-old'),
      muslAddon: await build('musl.node', addon, '-shared', '-fPIC', './libc-musl'),
      addonOfNode20: await build('node-20.node', registering(115), '-shared', '-fPIC'),
      addonOfNode24: await build('node-24.node', registering(137), '-shared', '-fPIC'),
      nif17: await build('nif-17.so', nif(17), '-shared', '-fPIC'),
      nif18: await build('nif-18.so', nif(18), '-shared', '-fPIC'),
      answerAddon: await build('answer.node', addon, '-shared', '-fPIC', './libanswer'),
    };
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** The same file for another processor, as its header has it. */
function withMachine(elf: Buffer, machine: number): Buffer {
  const copy = Buffer.from(elf);
  copy.writeUInt16LE(machine, 18);
  return copy;
}
