import { fileURLToPath } from 'node:url';

import { buildFolder, type TestImage } from './build-folder.ts';

const folder = fileURLToPath(new URL('ordinary-images', import.meta.url));

/** Images that other tests stand on: nobody has made them for Lambda. */
const standIns = ['debian:forky-slim', 'node:24-trixie-slim', 'elixir:1.20-otp-29-slim'] as const;

const targets = ['python', 'java'] as const;

export const ordinaryImages = [...standIns, ...targets];

/** An image of the list above. */
export async function ordinaryImage(name: (typeof ordinaryImages)[number]): Promise<TestImage> {
  return (targets as readonly string[]).includes(name)
    ? buildFolder(folder, name)
    : { name, async [Symbol.asyncDispose]() {} };
}

/** Debian with the loader of musl beside that of glibc. */
export function imageWithMusl(): Promise<TestImage> {
  return buildFolder(folder, 'musl');
}
