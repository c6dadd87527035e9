import path from 'node:path';
import { type Answers, questions } from './options.ts';

/** How the user calls us: through Yeoman or by our own command. */
export function programName(argv: readonly string[]): string {
  const script = path.basename(argv[1] ?? '');
  return script.startsWith('lambda-container') ? 'lambda-container new' : 'yo lambda-container';
}

/** The command that makes the same project and asks nothing. */
export function equivalentCommand(program: string, answers: Answers): string {
  const words = questions.map(({ name, flag }) =>
    flag === undefined ? answers[name] : `${flag} ${answers[name]}`,
  );
  return [program, ...words].join(' ');
}
