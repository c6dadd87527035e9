import { printable } from './printable.ts';

interface Question {
  /** It may name a file or a directory. */
  readonly message: string;
  /** What it says quotes the value. */
  readonly validate?: (value: string) => true | string;
}

/** The question with all that it prints made printable. */
export function printableQuestion<Asked extends Question>(question: Asked): Asked {
  const { message, validate } = question;
  function check(value: string): true | string {
    const result = validate!(value);
    return result === true || printable(result);
  }
  return {
    ...question,
    message: printable(message),
    ...(validate === undefined ? {} : { validate: check }),
  };
}
