import { execa } from 'execa';

import type { ElfFacts } from '../../../lambda/image/elf/elf-facts.ts';

export type ReadelfFacts = Pick<
  ElfFacts,
  | 'class'
  | 'byteOrder'
  | 'interpreter'
  | 'needed'
  | 'soname'
  | 'rpath'
  | 'runpath'
  | 'versionNeeds'
  | 'versionDefinitions'
>;

/** What readelf of binutils says of many files, in their order. */
export async function readelf(files: string[]): Promise<ReadelfFacts[]> {
  const { stdout } = await execa('readelf', ['-W', '-h', '-l', '-d', '-V', ...files], {
    env: { LC_ALL: 'C' },
    // Some files have what only newer releases know: a warning.
    reject: false,
  });
  const reports = stdout.split(/^File: .*$/m).slice(1);
  return reports.map((report) => factsOf(report));
}

function factsOf(report: string): ReadelfFacts {
  function dynamic(name: string): string[] {
    return [...report.matchAll(new RegExp(`^ 0x\\w+ \\(${name}\\) .*\\[(.*)\\]$`, 'gm'))].map(
      ([, value]) => value!,
    );
  }
  function one(pattern: RegExp): string | undefined {
    return pattern.exec(report)?.[1];
  }
  const versionNeeds: ReadelfFacts['versionNeeds'] = [];
  const needs = section(report, 'Version needs section');
  for (const line of needs.split('\n')) {
    const library = / Version: 1 {2}File: (.*) {2}Cnt: \d+$/.exec(line)?.[1];
    if (library !== undefined) versionNeeds.push({ library, versions: [] });
    const version = / Name: (.*) {2}Flags: (.*) {2}Version: \d+$/.exec(line);
    if (version === null) continue;
    versionNeeds.at(-1)!.versions.push({
      name: version[1]!,
      isWeak: version[2]!.includes('WEAK'),
    });
  }
  const definitions = section(report, 'Version definition section');
  const versionDefinitions = [
    ...definitions.matchAll(/ Rev: 1 {2}Flags: (.*) {2}Index: \d+ {2}Cnt: \d+ {2}Name: (.*)$/gm),
  ].map(([, flags, name]) => ({ name: name!, isBase: flags!.includes('BASE') }));
  return {
    class: one(/^ {2}Class: +ELF(\d+)$/m) === '64' ? 64 : 32,
    byteOrder: report.includes('little endian') ? 'little' : 'big',
    interpreter: one(/\[Requesting program interpreter: (.*)\]/),
    needed: dynamic('NEEDED'),
    soname: dynamic('SONAME')[0],
    rpath: dynamic('RPATH')[0],
    runpath: dynamic('RUNPATH')[0],
    versionNeeds,
    versionDefinitions: definitions === '' ? undefined : versionDefinitions,
  };
}

function section(report: string, title: string): string {
  return new RegExp(`^${title} .*\\n(?:[ \\t].*\\n?)*`, 'm').exec(report)?.[0] ?? '';
}
