// Needs a package that only development has.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

import ejs from 'ejs';

const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
mkdirSync('generated', { recursive: true });
writeFileSync(
  'generated/version.js',
  ejs.render("export const version = '<%= version %>';\n", { version }),
);
