/** Writes the table of differences into docs/sandbox.md: npm run docs:sandbox */
import { writeFileSync } from 'node:fs';

import { docsFile, documentedDifferences } from './documented-differences.ts';

writeFileSync(docsFile, documentedDifferences());
