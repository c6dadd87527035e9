import { expect, test } from 'vitest';
import { loadCatalog } from '../../scaffold/catalog/load-catalog.ts';
import { gitBlobId } from '../../scaffold/project/git-blob.ts';
import { plan } from '../../scaffold/plan/plan.ts';

const catalog = loadCatalog();
const { languages } = catalog;

/**
 * Every file that is generated, with its git blob id and whether it is executable. A commit that only
 * moves code leaves the list as it is; one that changes generated files shows in it which ones.
 */
test('the generated files are those that were written down', async () => {
  const combinationsOf = new Map<string, string[]>();
  let total = 0;
  for (const language of languages) {
    for (const { version } of language.versions) {
      for (const base of language.bases) {
        for (const architecture of ['x86_64', 'arm64']) {
          total += 1;
          const answers = {
            name: 'hello-world',
            language: language.id,
            languageVersion: version,
            base,
            architecture,
          };
          const functions = [{ name: 'hello-world', event: 'direct' }] as const;
          for (const file of plan(catalog, { answers, functions }, '0.0.0')) {
            const mode = file.executable ? 'x' : '-';
            const line = `${file.path} ${mode} ${file.owner} ${gitBlobId(file.contents).slice(0, 12)}`;
            const combination = `${language.id}-${version}-${base}-${architecture}`;
            combinationsOf.set(line, [...(combinationsOf.get(line) ?? []), combination]);
          }
        }
      }
    }
  }
  const lines = [...combinationsOf].map(
    ([line, combinations]) =>
      `${line} ${combinations.length === total ? 'all' : shortened(combinations)}`,
  );
  await expect(`${lines.toSorted().join('\n')}\n`).toMatchFileSnapshot('generated-files.txt');
});

/** `erlang-*` where the file is the same for the whole of a language. */
function shortened(combinations: readonly string[]): string {
  const byLanguage = Map.groupBy(combinations, (each) => each.split('-')[0]!);
  return [...byLanguage]
    .flatMap(([id, own]) => {
      const { versions, bases } = languages.find((language) => language.id === id)!;
      return own.length === versions.length * bases.length * 2 ? [`${id}-*`] : own;
    })
    .join(' ');
}
