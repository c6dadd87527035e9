import path from 'node:path';

import type { ImageFacts } from '../../image/image-facts.ts';
import { variable } from '../command.ts';
import type { Rule } from '../rule.ts';

/** NODE_MODULE_VERSION of the Node.js versions that Lambda supports (doc/abi_version_registry.json in Node.js). */
const abis: Readonly<Record<string, number>> = { 18: 108, 20: 115, 22: 127, 24: 137 };

/** The symbol that NODE_MODULE_INIT exports. Node-API addons export another one and work with every version. */
const registration = /node_register_module_v(\d+)\0/;

export const addonNodeVersion: Rule = {
  id: 'addon-node-version',
  severity: 'warning',
  title: 'native addons are built for the Node.js version in the image',
  why: 'An addon that does not use Node-API works with one major version of Node.js only: "The module was compiled against a different Node.js version using NODE_MODULE_VERSION 115".',
  *check({ image }) {
    const abi = abiOf(image);
    if (abi === undefined) return;
    for (const [directory, addons] of addonsByDirectory(image)) {
      // Packages ship one addon per version and choose at run time.
      if (addons.some((addon) => addon.abi === abi)) continue;
      for (const addon of addons) {
        yield {
          found: `Expected NODE_MODULE_VERSION ${abi}, found ${addon.abi}.`,
          where: path.posix.join(directory, addon.name),
          fix: 'Run npm ci in the build stage, with the Node.js version of the image; do not copy node_modules from your machine.',
        };
      }
    }
  },
};

/** The official images set NODE_VERSION. */
function abiOf(image: ImageFacts): number | undefined {
  return abis[variable(image, 'NODE_VERSION')?.split('.')[0] ?? ''];
}

function addonsByDirectory(image: ImageFacts): Map<string, { name: string; abi: number }[]> {
  const directories = new Map<string, { name: string; abi: number }[]>();
  for (const { path: file, facts } of image.files.all()) {
    if (!file.endsWith('.node') || facts.content === undefined) continue;
    const abi = registration.exec(facts.content.toString('latin1'))?.[1];
    if (abi === undefined) continue;
    const { dir, base } = path.posix.parse(file);
    const addons = directories.get(dir) ?? [];
    addons.push({ name: base, abi: Number(abi) });
    directories.set(dir, addons);
  }
  return directories;
}
