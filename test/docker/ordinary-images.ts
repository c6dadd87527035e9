import { fileURLToPath } from 'node:url';

import { buildDirectory, type TestImage } from './build-directory.ts';

const directory = fileURLToPath(new URL('ordinary-images', import.meta.url));

/** Images that other tests stand on: nobody has made them for Lambda. */
const standIns = ['debian:forky-slim', 'node:24-trixie-slim', 'elixir:1.20-otp-29-slim'] as const;

const distributions = ['python', 'java'] as const;
const layouts = ['web-adapter', 'buildpacks', 'distroless'] as const;
/** With packages of npm and PyPI that bring binaries. */
const withPackages = ['node-addons', 'fastapi'] as const;
const targets = [...distributions, ...layouts, ...withPackages];

/** Images with many libraries and their loader. */
export const imagesOfDistributions = [...standIns, ...distributions];

export const ordinaryImages = [...standIns, ...targets];

/** An image of the list above. */
export async function ordinaryImage(name: (typeof ordinaryImages)[number]): Promise<TestImage> {
  return (targets as readonly string[]).includes(name)
    ? buildDirectory(directory, name)
    : { name, async [Symbol.asyncDispose]() {} };
}

/** Debian with the loader of musl beside that of glibc. */
export function imageWithMusl(): Promise<TestImage> {
  return buildDirectory(directory, 'musl');
}
