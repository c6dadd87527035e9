import { temporaryFolder, type Tree } from './temporary-folder.ts';

/** A language.json that nothing is wrong with. */
export const alpha = {
  id: 'alpha',
  title: 'Alpha',
  aliases: ['al'],
  versions: [
    { version: '2', buildImage: 'alpha:2', debian: 'trixie' },
    { version: '1.10', buildImage: 'alpha:1.10', debian: 'bookworm' },
  ],
  bases: ['scratch', 'debian'],
  families: ['greek'],
  handler: '__Name__:handler',
  handlerFile: 'src/__name__.al',
  testFile: 'test/__name___test.al',
  userFiles: ['src/', 'manifest'],
};

const beta = {
  ...alpha,
  id: 'beta',
  title: 'Beta',
  aliases: [],
  versions: [{ version: '7', buildImage: 'beta:7', debian: 'trixie' }],
  bases: ['debian'],
  families: [],
};

const fixture: Tree = {
  'common/project/README.md.ejs': '# <%= name %> in <%= title %> <%= languageVersion %>\n',
  'common/project/run.sh': '#!/bin/sh\n# <%= not rendered %>\n',
  'common/project/events/event.json': '{}\n',
  'common/project/Dockerfile.ejs': "FROM <%= version.buildImage %>\n<%- part('end') -%>\n",
  'common/parts/end.ejs': 'common <%= platform %>\n',
  'bases/scratch/parts/end.ejs': 'scratch\n',
  'bases/debian/project/debian.txt': 'debian\n',
  'families/greek/project/runtime/__name__.rt.ejs': '<%= Name %>\n',
  'languages/alpha/language.json': JSON.stringify(alpha),
  'languages/alpha/project/src/__name__.al.ejs': "it's <%= handler %>\n",
  'languages/alpha/project/test/__name___test.al': 'test\n',
  'languages/alpha/project/manifest': 'manifest\n',
  'languages/alpha/parts/end.ejs': 'alpha <%= language.handlerFile %>\n',
  'languages/beta/language.json': JSON.stringify(beta),
};

/** A templates folder with two languages, and with these files instead or besides. */
export function fixtureTemplates(changes: Tree = {}): Disposable & { readonly path: string } {
  return temporaryFolder({ ...fixture, ...changes });
}
