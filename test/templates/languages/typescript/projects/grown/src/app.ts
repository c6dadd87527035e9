import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { greet } from '@acme/greeting';
import { checksum } from 'checksum';
import { place } from 'legacy';
import { price } from 'pricing';
import sharp from 'sharp';

import { nameIn } from '@lib/name.ts';
import settings from '../config/default.json' with { type: 'json' };
import { routes } from './generated/routes.ts';

const template = await readFile(path.join(import.meta.dirname, '../data/template.txt'), 'utf8');

export async function handler(event: unknown): Promise<Record<string, unknown>> {
  const name = nameIn(event);
  const { late } = await import('./lib/late.ts');
  return {
    greeting: template.trim().replace('NAME', greet(name)),
    checksum: checksum(name),
    place,
    price: price(100),
    routes,
    settings,
    label: JSON.parse(await readFile('app/label.json', 'utf8')),
    late: late(),
    image:
      (
        await sharp({ create: { width: 3, height: 2, channels: 3, background: 'red' } })
          .png()
          .toBuffer()
      ).length > 0,
    file: path.relative(process.cwd(), import.meta.filename),
  };
}
