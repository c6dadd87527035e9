import type { Rule } from '../rule.ts';

/** What tools leave there when they run in a build, which no function reads: of npm, Yarn, Java, Go, .NET. */
const traces =
  /^(node-compile-cache|v8-compile-cache.*|npm-.*|yarn--.*|jiti|hsperfdata_.*|go-build\d*|NuGetScratch.*|clr-debug-pipe.*|dotnet-diagnostic.*)$/;

export const tmpFiles: Rule = {
  id: 'tmp-files',
  severity: 'warning',
  title: '/tmp has no files that the function needs',
  why: 'Lambda mounts an empty /tmp over that of the image: the function cannot see the files in it.',
  *check({ image }) {
    const names = image.files.names('/tmp').filter((name) => !traces.test(name));
    if (names.length === 0) return;
    yield {
      found: `Expected an empty /tmp, found ${names.length}: ${names.slice(0, 5).join(', ')}${names.length > 5 ? '…' : ''}`,
      where: '/tmp',
      fix: 'Move the files elsewhere, such as to /opt, or remove them in the RUN that creates them.',
    };
  },
};
