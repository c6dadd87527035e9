import type { ImageFacts } from '../../image/image-facts.ts';
import { isNif } from '../is-nif.ts';
import type { Rule } from '../rule.ts';

export const addonNifVersion: Rule = {
  id: 'addon-nif-version',
  severity: 'warning',
  title: 'NIFs are built for the Erlang/OTP release in the image, or an older one',
  why: 'Erlang/OTP loads NIFs of its own NIF version and of older ones: "That library needs a newer version of the runtime system". Typical causes: _build or deps from another machine, a precompiled NIF for another release.',
  *check({ image, own }) {
    const runtime = runtimeVersion(image);
    if (runtime === undefined) return;
    for (const file of image.files.all()) {
      if (!isNif(file.path) || !own.isOwn(file)) continue;
      const minor = versionInName(file.path) ?? versionInEntry(file.facts.content);
      if (minor === undefined || minor <= runtime) continue;
      yield {
        found: `Expected NIF version 2.${runtime} or older, found 2.${minor}.`,
        where: file.path,
        fix: 'Compile dependencies in the build stage, with the Erlang/OTP release of the image; add _build and deps to .dockerignore.',
      };
    }
  },
};

/** The first major version of kernel with each NIF version 2.x ("Version history" in erl_nif.h). */
const versions: readonly (readonly [kernel: number, minor: number])[] = [
  [11, 18],
  [9, 17],
  [8, 16],
  [6, 15],
];

/** Later releases of OTP may have others. */
const newestKernel = 11;

/** The NIF version 2.x of the OTP release in the image, by its kernel application; the newest if there are several. */
function runtimeVersion({ files }: ImageFacts): number | undefined {
  let kernel: number | undefined;
  for (const { path, facts } of files.all()) {
    const found = /\/kernel-(\d+)\.[\d.]+$/.exec(path)?.[1];
    if (facts.type === 'directory' && found !== undefined) {
      kernel = Math.max(kernel ?? 0, Number(found));
    }
  }
  if (kernel === undefined || kernel > newestKernel) return undefined;
  return versions.find(([least]) => kernel >= least)?.[1];
}

/** As rustler_precompiled and cc_precompiler name files. */
function versionInName(path: string): number | undefined {
  const found = /-nif-2\.(\d+)-/.exec(path)?.[1];
  return found === undefined ? undefined : Number(found);
}

const entryBytes = 96;

/**
 * ErlNifEntry of erl_nif.h on 64-bit systems: the two numbers of the version, pointers, and constants of which there is
 * no other like them in a file: options at 72, the size of a structure at 80.
 */
function versionInEntry(content: Buffer | undefined): number | undefined {
  if (content === undefined) return undefined;
  for (let at = 0; at + entryBytes <= content.length; at += 8) {
    if (content.readUInt32LE(at) !== 2 || content.readUInt32LE(at + 72) !== 1) continue;
    const [minor, padding] = [content.readUInt32LE(at + 4), content.readUInt32LE(at + 76)];
    const size = content.readBigUInt64LE(at + 80);
    const functions = content.readUInt32LE(at + 16);
    const isEntry = padding === 0 && size >= 24n && size <= 64n && functions < 10_000;
    if (isEntry && minor >= 12 && minor < 64) return minor;
  }
  return undefined;
}
