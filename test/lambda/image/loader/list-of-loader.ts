import { execa } from 'execa';

import { isMusl } from '../../../../lambda/image/loader/load.ts';
import type { LoadProblem, Resolved } from '../../../../lambda/image/loader/resolve-binary.ts';
import { glibcLoader } from '../../check/own-architecture.ts';

/** What a loader makes of a file, in a form that the resolver and the loaders can be compared in. */
export interface Listed {
  /** Files that come into memory, without the binary and its loader. */
  libraries: string[];
  missing: string[];
  /** `GLIBC_2.99 of /lib/libc.so.6 for /app`. */
  versions: string[];
}

/** What the loader of an image says of files, run in one container of it. */
export async function listOfLoader(
  image: string,
  loader: string,
  files: readonly string[],
  realPath: (path: string) => string,
): Promise<Record<string, Listed>> {
  // With --list, glibc's gives up at the first library that is missing.
  const list = isMusl(loader)
    ? `${loader} --list "$file"`
    : `LD_TRACE_LOADED_OBJECTS=1 ${loader} "$file"`;
  const script = `while read -r file; do echo "== $file"; ${list} 2>&1; done`;
  const run = ['run', '--rm', '--interactive', '--network', 'none', '--entrypoint', '/bin/sh'];
  const { stdout } = await execa('docker', [...run, image, '-c', script], {
    input: files.map((file) => `${file}\n`).join(''),
    reject: false,
  });
  const reports = stdout.split(/^== /m).slice(1);
  return Object.fromEntries(
    reports.map((report) => {
      const [file = '', ...lines] = report.split('\n');
      return [file, parse(lines, realPath, [file, realPath(glibcLoader), realPath(loader)])];
    }),
  );
}

function parse(
  lines: readonly string[],
  realPath: (path: string) => string,
  passedOver: readonly string[],
): Listed {
  const listed: Listed = { libraries: [], missing: [], versions: [] };
  for (const line of lines) {
    const library = /^\t(?:\S+ => )?(\/\S+) \(0x\w+\)$/.exec(line)?.[1];
    const missing =
      /^\t(\S+) => not found$/.exec(line) ?? /^Error loading shared library (\S+): /.exec(line);
    const version = /: (\/\S+): version `(\S+)' not found \(required by (\S+)\)$/.exec(line);
    if (library !== undefined) listed.libraries.push(realPath(library));
    if (missing !== null) listed.missing.push(missing[1]!);
    if (version !== null) {
      const [, path = '', name, by = ''] = version;
      listed.versions.push(`${name} of ${realPath(path)} for ${realPath(by)}`);
    }
  }
  listed.libraries = listed.libraries.filter((each) => !passedOver.includes(each));
  return sorted(listed);
}

/** The resolver's result in the same form. */
export function listOfResolver({ objects, problems }: Resolved, loader: string): Listed {
  return sorted({
    libraries: objects.slice(1).flatMap(({ path }) => (path === loader ? [] : [path])),
    missing: problems.flatMap((each) => (each.kind === 'library-missing' ? [each.library] : [])),
    versions: problems.flatMap(versionsOf),
  });
}

function versionsOf(problem: LoadProblem): string[] {
  return problem.kind === 'version-missing'
    ? [`${problem.version} of ${problem.libraryPath} for ${problem.path}`]
    : [];
}

/** Each once: a loader tells of a missing library for each that needs it. */
function sorted({ libraries, missing, versions }: Listed): Listed {
  return {
    libraries: unique(libraries),
    missing: unique(missing),
    versions: unique(versions),
  };
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].toSorted();
}
