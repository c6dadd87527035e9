// A runtime that does what the variable DO asks for: at the start, or with an event.
import { readFileSync, writeFileSync } from 'node:fs';

const base = `http://${process.env.AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`;
function post(path, body, headers = {}) {
  return fetch(`${base}/${path}`, { method: 'POST', body: JSON.stringify(body), headers });
}
function forever() {
  return new Promise((resolve) => setTimeout(resolve, 2 ** 31 - 1));
}

const [when, what, value] = process.env.DO?.split(' ') ?? [];

const commands = {
  exit: () => process.exit(Number(value)),
  hang: () => forever(),
  throw: () => {
    throw new TypeError('no such event');
  },
  read: () => readFileSync(value, 'utf8'),
  // What is allocated has to be touched.
  allocate: () => Buffer.alloc(Number(value) * 1024 * 1024, 1).length,
  write: () => {
    try {
      writeFileSync(value, '');
    } catch (error) {
      console.error(String(error));
    }
  },
  report: async () => {
    const headers = { 'Lambda-Runtime-Function-Error-Type': value };
    await post('init/error', { errorType: value, errorMessage: 'no module app' }, headers);
    process.exit(1);
  },
};

console.log('starting');
if (when === 'init') await commands[what]();

for (;;) {
  const next = await fetch(`${base}/invocation/next`);
  const id = next.headers.get('lambda-runtime-aws-request-id');
  try {
    if (when === 'event') await commands[what]();
    await post(`invocation/${id}/response`, {});
  } catch (error) {
    await post(`invocation/${id}/error`, { errorType: error.name, errorMessage: error.message });
  }
}
