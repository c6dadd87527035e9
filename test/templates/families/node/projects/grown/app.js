import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';

import { greet } from '@acme/greeting';
import { shout } from '@acme-tools/shout';
import { checksum } from 'checksum';
import isOdd from 'is-odd';
import { price } from 'pricing';
import sharp from 'sharp';
import { stamp } from 'stamp';

import { currency } from './app/currency.js';
import { limit } from './coverage/limit.js';
import { routes } from './events/routes.js';
import table from './generated/table.json' with { type: 'json' };
import { version } from './generated/version.js';

export const handler = async ({ name }) => {
  const { width } = await sharp(await readFile('data/logo.svg')).metadata();
  return {
    greeting: shout(greet(name)),
    stamp,
    checksum: checksum(name),
    odd: isOdd(2),
    price: `${price(100)} ${currency}`,
    limit,
    routes,
    version,
    table,
    settings: JSON.parse(await readFile('config/default.json', 'utf8')),
    certificate: (await readFile('certs/global-bundle.pem', 'utf8')).split('\n')[0],
    width,
    left: ['.env', '.npmrc', 'node_modules/husky'].filter((file) => existsSync(file)),
  };
};
