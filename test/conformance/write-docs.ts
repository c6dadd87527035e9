/** Writes docs/conformance.md: npm run docs:conformance */
import { writeFileSync } from 'node:fs';

import { docsFile, documented } from './documented.ts';

writeFileSync(docsFile, documented());
