/** The last words of a name whose value is a secret. `GPG_KEY` names a public key, and `TOKEN_FILE` a file. */
const secretName =
  /(?:^|[_.-])(?:tokens?|secrets?|passw(?:or)?d|passphrase|pass|pat|credentials?|auth|(?:api|access|secret|private|auth|account|signing|encryption|master|license)[_.-]?key|secret[_.-]?key[_.-]?base)$/i;

/** Sent to browsers on purpose. */
const publicName =
  /(?:^|[_.-])(?:public|publishable)(?:$|[_.-])|^(?:react_app|vite|nuxt_public|gatsby)_/i;

/** What stands in place of a secret, or says where it is. */
const placeholder =
  /^(?:true|false|yes|no|none|null|undefined|change.?me|x+|\*+|\.+|test(?:ing)?|secret|password|postgres|token|build|\d{1,9})$|^(?:dummy|arn:|[/.~<[{%])|placeholder|example/i;

const leastLength = 5;

function isSecretValue(value: string): boolean {
  return value.length >= leastLength && !/[$`]/.test(value) && !placeholder.test(value);
}

/** Tokens and keys that can be told by their form, wherever they are. */
const forms: readonly (readonly [form: RegExp, what: string])[] = [
  [/-----BEGIN ([A-Z]+ )*PRIVATE KEY-----/, 'a private key'],
  [/\b(AKIA|ASIA)[A-Z2-7]{16}\b/, 'an AWS access key'],
  [/\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{22,})/, 'a token for GitHub'],
  [/\bglpat-[\w-]{20,}/, 'a token for GitLab'],
  [/\bnpm_[A-Za-z0-9]{36}\b/, 'a token for npm'],
  [/\bpypi-[\w-]{50,}/, 'a token for PyPI'],
  [/\bxox[abprs]-[\w-]{10,}/, 'a token for Slack'],
  [/\b[sr]k_live_\w{10,}/, 'a key for Stripe'],
  [/\bAIza[\w-]{35}\b/, 'a key for Google'],
  [/(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/, 'a JSON web token'],
  [/\b(?:bearer|basic)\s+[\w.~+/-]{16,}/i, 'an authorization header'],
];

const urlPassword = /(?<=[a-z][\w+.-]*):\/\/[^\s/:@$'"]*:([^\s/@'"]+)@(?!localhost|127\.)/gi;

/** What secret a text contains, by its form alone. */
export function secretForm(text: string): string | undefined {
  const form = forms.find(([pattern]) => pattern.test(text));
  if (form !== undefined) return form[1];
  const passwords = [...text.matchAll(urlPassword)].map(([, password]) => password!);
  return passwords.some(isSecretValue) ? 'a password in a URL' : undefined;
}

/** Whether a variable, a build argument or a label has a value that is a secret. */
export function isSecret(name: string, value: string): boolean {
  // authToken has the words auth and Token.
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return secretName.test(words) && !publicName.test(words) && isSecretValue(value);
}

export interface Assignment {
  name: string;
  value: string;
  /** Where it is in the text. */
  index: number;
}

const assignment = /(?<![\w$.-])(-{0,2}[A-Za-z_][\w.-]*)=("[^"]*"|'[^']*'|[^\s"';&|)]+)/g;

/** All that is written as `NAME=value` in an instruction of a Dockerfile. */
export function* assignmentsIn(text: string): Iterable<Assignment> {
  for (const { 1: name, 2: value, index } of text.matchAll(assignment)) {
    yield { name: name!.replace(/^-+/, ''), value: value!.replaceAll(/^["']|["']$/g, ''), index };
  }
}

/** The text with `***` in place of all secrets that can be told by their names or their form. */
export function withoutSecrets(text: string): string {
  const values = [...assignmentsIn(text)]
    .filter(({ name, value }) => isSecret(name, value))
    .map(({ value }) => value);
  const named = [...new Set(values)].reduce((rest, value) => rest.replaceAll(value, '***'), text);
  const formed = forms.reduce(
    (rest, [form]) => rest.replaceAll(new RegExp(form, `${form.flags}g`), '***'),
    named.replaceAll(/-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.*/gs, '***'),
  );
  return formed.replaceAll(urlPassword, (url: string, password: string) =>
    isSecretValue(password) ? url.replace(`:${password}@`, ':***@') : url,
  );
}
