// Prints the installed packages with install scripts that compile nothing. Called by the Dockerfile, which
// runs these scripts again when the files of the project are there: that of Prisma reads its schema, that
// of Puppeteer its settings.
import { existsSync, readFileSync } from 'node:fs';

const lock = 'node_modules/.package-lock.json';
const { packages } = existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')) : { packages: {} };
for (const [path, { hasInstallScript, link }] of Object.entries(packages)) {
  const name = path.split('node_modules/').at(-1);
  if (hasInstallScript && !link && path !== name && !existsSync(`${path}/binding.gyp`)) {
    console.log(name);
  }
}
