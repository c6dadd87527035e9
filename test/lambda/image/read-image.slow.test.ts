import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { expect, test } from 'vitest';

import { ImageError } from '../../../lambda/image/image-error.ts';
import type { ImageFacts } from '../../../lambda/image/image-facts.ts';
import { readImage } from '../../../lambda/image/read-image.ts';
import { temporaryDirectory } from '../../helpers/temporary-directory.ts';
import { seededRandom } from '../random.ts';
import { ociLayout, tarOf } from './build-image.ts';
import { buildElf, type ElfParts } from './elf/build-elf.ts';

const elf: ElfParts = { class: 64, byteOrder: 'little', interpreter: '/lib/ld.so', needed: ['l'] };
const script = { path: 'entry.sh', mode: 0o755, content: '#!/bin/sh\nexec true\n' };

async function readBytes(bytes: Buffer): Promise<ImageFacts> {
  using directory = temporaryDirectory();
  const file = path.join(directory.path, 'image.tar');
  await writeFile(file, bytes);
  return await readImage(file);
}

test.each(Array.from({ length: 5 }, (_, seed) => [seed]))(
  'any bytes are facts or an ImageError; seed %i',
  async (seed) => {
    const random = seededRandom(seed);
    const text = { path: 'text', content: Array.from({ length: 10_000 }, random).join() };
    const layers = [[script, text, { path: 'elf', content: buildElf(elf) }], [{ path: '.wh.elf' }]];
    const original = tarOf(ociLayout({ layers, compression: seed % 2 === 0 ? 'none' : 'gzip' }));
    const seen = { facts: 0, errors: 0 };
    for (let run = 0; run < 100; run += 1) {
      const bytes = Buffer.from(original);
      for (let changes = Math.floor(random() * 5); changes > 0; changes -= 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const length = random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length;
      const outcome: unknown = await readBytes(bytes.subarray(0, length)).catch(
        (error: unknown) => error,
      );
      if (!(outcome instanceof Error)) seen.facts += 1;
      else if (outcome instanceof ImageError) seen.errors += 1;
      else throw new Error(`run ${run}`, { cause: outcome });
    }
    expect(seen.facts).toBeGreaterThan(5);
    expect(seen.errors).toBeGreaterThan(5);
  },
);
