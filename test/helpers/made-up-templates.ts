import type { Tree } from './temporary-directory.ts';

/** A runtime interface client in a few lines: enough for a language that nobody has heard of. */
const runtime = `
const { handler } = await import(\`/var/task/\${process.argv[2]}.mjs\`);

const api = \`http://\${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime/invocation\`;
for (;;) {
  const next = await fetch(\`\${api}/next\`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  const response = JSON.stringify(await handler(await next.json()));
  await fetch(\`\${api}/\${id}/response\`, { method: 'POST', body: response });
}
`;

/** Its language.json. */
export const madeUpLanguage = {
  id: 'glossa',
  title: 'Glossa',
  aliases: ['gl'],
  versions: [{ version: '1', buildImage: 'node:24-trixie-slim', debian: 'trixie' }],
  bases: ['bare'],
  families: [],
  function: {
    first: { path: 'handler', module: 'handler' },
    further: { path: '__function__', module: '__function__' },
    handler: '__module__',
    handlerFile: '__path__.mjs',
    testFile: '__path___test.mjs',
  },
  userFiles: ['handler.mjs'],
  sizeLimits: { bare: 50 },
  silentCommands: ['node --check handler.mjs'],
};

/**
 * A language, a base and an event that there are not, the event for a language that there is, too, as whoever adds them
 * would write them: nothing but directories under templates/.
 */
export const madeUpTemplates: Tree = {
  'languages/glossa/language.json': JSON.stringify(madeUpLanguage),
  'languages/glossa/parts/Dockerfile.build.ejs': `# build: copies the function.
FROM \${BUILD_IMAGE} AS build
WORKDIR /rootfs/var/task
COPY . .
RUN mkdir -p /rootfs/usr/bin && cp /usr/local/bin/node /rootfs/usr/bin/
`,
  'languages/glossa/parts/Dockerfile.test.ejs': `# test: runs the unit tests.
FROM build AS test
RUN for file in *_test.mjs; do node "$file" || exit 1; done
`,
  'languages/glossa/parts/entry_script.ejs': 'set -- /usr/bin/node /var/task/runtime.mjs "$1"\n',
  'languages/glossa/parts/README.edit.ejs': 'Edit it.\n',
  'languages/glossa/parts/gitignore.ejs': '*.tmp\n',
  'languages/glossa/parts/dockerignore.ejs': '*.tmp\n',
  'languages/glossa/project/runtime.mjs': runtime,
  'languages/glossa/events/moon/function/__path__.mjs.ejs':
    'export const handler = async ({ phase }) => `<%= fn.name %>: the moon is ${phase}`;\n',
  'languages/glossa/events/moon/function/__path___test.mjs.ejs':
    "import { handler } from './<%= fn.path %>.mjs';\nif (!(await handler({ phase: 'new' })).endsWith('new')) process.exit(1);\n",
  'events/moon/event.json': JSON.stringify({ id: 'moon', title: 'a phase', sample: 'full' }),
  'events/moon/function/events/__function__/full.json': '{ "phase": "full" }\n',
  'events/moon/function/events/__function__/full.expected.json.ejs':
    '"<%= fn.name %>: the moon is full"\n',
  'events/moon/parts/README.event.ejs': `
### Phases of the moon

<% for (const fn of functions) { -%>
\`<%= fn.name %>\` looks up.
<% } -%>
`,
  'languages/bash/events/moon/function/__path__.sh.ejs': `# shellcheck shell=bash

# Says what the moon is.
handler() {
  jq --exit-status '"<%= fn.name %>: the moon is \\(.phase)"'
}
`,
  'languages/bash/events/moon/function/test/__path__.bats.ejs': `@test "says what the moon is" {
  [[ $(source <%= fn.path %>.sh && handler <<<'{"phase": "new"}') == *"is new"* ]]
}
`,
  'bases/bare/base.json': JSON.stringify({ id: 'bare', title: 'next to nothing' }),
  'bases/bare/parts/Dockerfile.function.ejs': `# function: what Lambda runs.
FROM build AS root
COPY --chmod=755 .lambda-container /lambda-container
COPY --chmod=755 entry_script.sh /rootfs/
RUN /lambda-container/complete_root.sh /rootfs

FROM scratch AS function
COPY --from=root /rootfs /
`,
  'bases/bare/parts/README.base.ejs': 'It is bare.\n',
};
