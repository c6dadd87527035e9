import path from 'node:path';

import { execa } from 'execa';

import { engine } from '../../../lambda/docker/engine.ts';

/** A certificate authority, and its certificate for the address at which containers reach this machine. */
export async function makeCertificate(directory: string) {
  const host = (await engine()).gateway ?? '127.0.0.1';
  const algorithm = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  async function make(name: string, ...flags: string[]) {
    const files = {
      file: path.join(directory, `${name}.pem`),
      key: path.join(directory, `${name}.key`),
    };
    const output = ['-keyout', files.key, '-out', files.file];
    await execa('openssl', [
      'req',
      '-x509',
      ...algorithm,
      '-subj',
      `/CN=${name}`,
      ...output,
      ...flags,
    ]);
    return files;
  }
  const authority = await make('authority');
  const signed = ['-CA', authority.file, '-CAkey', authority.key];
  const server = await make('server', ...signed, '-addext', `subjectAltName=IP:${host}`);
  return { authority, server };
}
