import path from 'node:path';

import type { ImageFacts } from '../../image/image-facts.ts';
import { variable } from '../command.ts';
import type { Rule } from '../rule.ts';

/** NODE_MODULE_VERSION of the releases that Lambda's clients run on (doc/abi_version_registry.json of Node.js). */
const abis: Readonly<Record<string, number>> = { 18: 108, 20: 115, 22: 127, 24: 137 };

/** What NODE_MODULE_INIT makes addons export. Those of Node-API have another name, and fit every release. */
const registration = /node_register_module_v(\d+)\0/;

export const addonNodeVersion: Rule = {
  id: 'addon-node-version',
  severity: 'warning',
  title: 'native addons are built for the release of Node.js that is there',
  why: 'An addon without Node-API fits one major release only: "The module was compiled against a different Node.js version using NODE_MODULE_VERSION 115".',
  *check({ image }) {
    const abi = abiOf(image);
    if (abi === undefined) return;
    for (const [directory, addons] of addonsByDirectory(image)) {
      // Packages bring one for each release, and choose among them.
      if (addons.some((addon) => addon.abi === abi)) continue;
      for (const addon of addons) {
        yield {
          found: `Expected NODE_MODULE_VERSION ${abi}, found ${addon.abi}.`,
          where: path.posix.join(directory, addon.name),
          fix: 'Run npm ci with the Node.js of the image: never copy node_modules from elsewhere.',
        };
      }
    }
  },
};

/** As the official images say which Node.js they have. */
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
