import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { languageEvents } from '../../../scaffold/catalog/language-events.ts';
import { defaultStyle } from '../../../scaffold/catalog/language-styles.ts';
import { loadCatalog } from '../../../scaffold/catalog/load-catalog.ts';
import { runCli } from '../../helpers/run-cli.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { everyEvent, projectFiles } from '../project-files.ts';

const catalog = loadCatalog();

describe.each(catalog.languages.map(({ id }) => id))('%s', (id) => {
  const language = catalog.languages.find((each) => each.id === id)!;
  const events = languageEvents(catalog, language, defaultStyle);
  const [first, ...others] = everyEvent(catalog, 'http');
  const functions = [first, ...others.filter(({ event }) => events.includes(event))] as const;

  test('has the files that Python has, but for the names of handlers', () => {
    expect(withoutHandlers(id)).toEqual(withoutHandlers('python'));
  });

  function withoutHandlers(of: string) {
    const files = projectFiles(catalog, 'sam', functions, of);
    return {
      template: files['template.yaml']!.replaceAll(/Command: .+/g, ''),
      settings: files['samconfig.toml'],
    };
  }
});

test.each([
  ...catalog.events.map(({ id }) => ({ first: id, event: id })),
  // Brings a parameter along.
  { first: 'direct', event: 'http' },
])(
  'a function for $event is added to the edited template of one for $first, and removed from it',
  async ({ first, event }) => {
    using here = temporaryDirectory();
    const flags = ['--language', 'bash', '--event', first, '--deploy', 'sam', '--yes'];
    expect(await runCli(here.path, ['new', 'orders-api', ...flags])).toMatchObject({ exitCode: 0 });
    const project = path.join(here.path, 'orders-api');
    const file = path.join(project, 'template.yaml');
    const mine = readFileSync(file, 'utf8')
      .replace('Default: 256', 'Default: 512')
      .replace(/( +)Timeout: \d+\n/, '$1Timeout: 20\n$1Environment:\n$1  Variables:\n$1    A: b\n')
      .replace('  # END functions', '  Mine:\n    Type: AWS::SQS::Queue\n\n  # END functions');
    writeFileSync(file, mine);

    const added = await runCli(project, ['function', 'refund', '--event', event]);
    expect(added).toMatchObject({
      exitCode: 0,
      stderr: expect.stringContaining('* merging template.yaml\n'),
    });
    const both = readFileSync(file, 'utf8');
    expect(both).toContain('          A: b\n');
    expect(both).toContain('\n  RefundFunction:\n    Type: AWS::Serverless::Function\n');
    expect(both).toContain('\n    Value: !Ref RefundFunction.Alias\n');

    const removed = await runCli(project, ['function', '--remove', 'refund']);
    expect(removed).toMatchObject({ exitCode: 0 });
    expect(readFileSync(file, 'utf8')).toBe(mine);
  },
);
