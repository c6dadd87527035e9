import type { Ask } from './answers.ts';
import { checkOption } from './check-option.ts';
import type { Context, Option } from './options.ts';

/** A question, in the terms that Inquirer's `input` and `select` share with Yeoman's adapter. */
export type Question =
  | {
      readonly type: 'input';
      readonly name: string;
      readonly message: string;
      readonly default?: string;
      readonly validate: (value: string) => true | string;
    }
  | {
      readonly type: 'select';
      readonly name: string;
      readonly message: string;
      readonly default?: string;
      readonly choices: readonly { readonly name: string; readonly value: string }[];
    };

/** Asks a question at the terminal. */
export type Prompt = (question: Question) => Promise<string>;

/** Asks for options by a prompt. */
export function askWith(prompt: Prompt): Ask {
  return async (option, context) => prompt(questionFor(option, context));
}

function questionFor(option: Option, context: Context): Question {
  const choices = option.choices?.(context);
  const common = {
    name: option.name,
    message: option.question,
    default: option.default(context),
  };
  if (choices !== undefined) {
    return {
      ...common,
      type: 'select',
      choices: choices.map(({ value, title = value }) => ({ name: title, value })),
    };
  }
  return {
    ...common,
    type: 'input',
    validate: (value) => {
      const checked = checkOption(option, value, context);
      return typeof checked === 'string' || `${checked.problem} ${checked.fix}`;
    },
  };
}
