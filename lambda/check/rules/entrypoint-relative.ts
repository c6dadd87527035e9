import type { Rule } from '../rule.ts';
import { absolutePath } from '../started-by-name.ts';

export const entrypointRelative: Rule = {
  id: 'entrypoint-relative',
  severity: 'warning',
  title: 'ENTRYPOINT starts with an absolute path',
  why: 'Lambda requires an absolute path (Lambda guide, "Create a Lambda function using a container image"). Lambda Managed Instances reject a relative one with FunctionError.InvalidEntryPoint.',
  *check({ image, command: [executable] }) {
    if (executable === undefined || executable === '' || executable.startsWith('/')) return;
    const absolute = absolutePath(image, executable);
    if (absolute === undefined) return;
    yield {
      found: `Expected an absolute path, found ${executable}.`,
      where: image.config.entrypoint === undefined ? 'CMD' : 'ENTRYPOINT',
      fix: `Write ${absolute}.`,
    };
  },
};
