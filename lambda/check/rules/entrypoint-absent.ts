import type { Rule } from '../rule.ts';

export const entrypointAbsent: Rule = {
  id: 'entrypoint-absent',
  severity: 'error',
  preventsStart: 'always',
  title: 'the files that Lambda starts are in the image',
  why: 'Otherwise each invocation fails with Runtime.InvalidEntrypoint: "fork/exec …: no such file or directory". The path of a binary can differ between base images. The same holds for the wrapper script that AWS_LAMBDA_EXEC_WRAPPER names, and for links in /opt/extensions.',
  *check({ launched }) {
    for (const { by, command, file } of launched) {
      if (file !== undefined) continue;
      yield {
        found: `Expected the file ${command} in the image, found none.`,
        where: by,
        fix: command.includes('/')
          ? `COPY --chmod=755 … ${command}, or correct the path.`
          : 'Install it, or write its absolute path.',
      };
    }
  },
};
