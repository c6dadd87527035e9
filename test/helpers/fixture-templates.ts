import { temporaryDirectory, type Tree } from './temporary-directory.ts';

/** A language.json with nothing wrong. */
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
  function: {
    first: { path: '__app__', module: '__App__' },
    further: { path: '__app__/__ident__', module: '__App__.__Ident__' },
    handler: '__module__:handler',
    handlerFile: 'src/__path__.al',
    testFile: 'test/__path___test.al',
  },
  userFiles: ['manifest'],
  sizeLimits: { scratch: 1 },
  silentCommands: [],
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
  'common/project/Dockerfile.ejs':
    "FROM <%= version.buildImage %>\n<%- part('end') %>CMD <%= first.handler %>\n",
  'common/parts/end.ejs': 'common <%= platform %>\n',
  'bases/scratch/base.json': '{"id": "scratch", "title": "nothing"}',
  'bases/scratch/parts/end.ejs': 'scratch\n',
  'bases/debian/base.json': '{"id": "debian", "title": "Debian"}',
  'bases/debian/project/debian.txt': 'debian\n',
  'styles/project/style.json': '{"id": "project", "title": "a project"}',
  'families/greek/project/vendor/__app__.rt.ejs': '<%= App %>\n',
  'families/greek/bases/scratch/parts/end.ejs': 'greek on scratch\n',
  'languages/alpha/language.json': JSON.stringify(alpha),
  'languages/alpha/project/manifest': 'manifest\n',
  'languages/alpha/parts/end.ejs': 'alpha <%= first.handlerFile %>\n',
  'languages/alpha/events/direct/function/src/__path__.al.ejs': "it's <%= fn.handler %>\n",
  'languages/alpha/events/direct/function/test/__path___test.al': 'test\n',
  'languages/alpha/events/queue/function/src/__path__.al.ejs': 'queue <%= fn.name %>\n',
  'languages/alpha/events/queue/function/test/__path___test.al': 'queue test\n',
  'languages/alpha/events/queue/parts/end.ejs': 'alpha with a queue\n',
  'languages/beta/language.json': JSON.stringify(beta),
  'languages/beta/events/direct/function/src/__path__.al.ejs': '<%= fn.handler %>\n',
  'languages/beta/events/direct/function/test/__path___test.al': 'test\n',
  'deploy/none/deploy.json': '{"id": "none", "title": "nothing", "families": [], "userFiles": []}',
  'state/none/state.json': '{"id": "none", "title": "nothing"}',
  'ci/none/ci.json': '{"id": "none", "title": "nothing", "userFiles": []}',
  'events/direct/event.json': '{"id": "direct", "title": "direct", "sample": "hello"}',
  'events/direct/function/events/__function__/hello.json': '{}\n',
  'events/direct/function/events/__function__/hello.expected.json': '1\n',
  'events/queue/event.json': '{"id": "queue", "title": "a queue", "sample": "batch"}',
  'events/queue/function/events/__function__/batch.json': '[]\n',
  'events/queue/function/events/__function__/batch.expected.json': '2\n',
};

/** A templates directory with two languages and two events, and with these files instead or besides. */
export function fixtureTemplates(changes: Tree = {}): Disposable & { readonly path: string } {
  return temporaryDirectory({ ...fixture, ...changes });
}
