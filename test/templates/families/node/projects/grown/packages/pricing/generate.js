import { copyFileSync } from 'node:fs';

copyFileSync(new URL('price.js', import.meta.url), new URL('generated.js', import.meta.url));
