import { expect, test } from 'vitest';

import { withoutSecrets } from '../../../lambda/check/secret-values.ts';

const github = `ghp_${'a1'.repeat(18)}`;

test.each([
  ['RUN |1 NPM_TOKEN=s3cr3t-value /bin/sh -c npm ci', 'RUN |1 NPM_TOKEN=*** /bin/sh -c npm ci'],
  ['ENV DB_PASSWORD="two words"', 'ENV DB_PASSWORD="***"'],
  [`RUN curl -H 'x: ${github}' https://a`, "RUN curl -H 'x: ***' https://a"],
  ['RUN git clone https://ada:hunter22@host/a', 'RUN git clone https://ada:***@host/a'],
  ['RUN echo "-----BEGIN PRIVATE KEY-----\nabc" > key', 'RUN echo "***'],
  ['RUN make VERSION=1.2.3 TOKEN_FILE=/run/token', 'RUN make VERSION=1.2.3 TOKEN_FILE=/run/token'],
])('%s', (text, masked) => {
  expect(withoutSecrets(text)).toBe(masked);
});
