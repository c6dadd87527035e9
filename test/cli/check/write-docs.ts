/** Writes the rules into docs/check.md: npm run docs:check */
import { writeFileSync } from 'node:fs';

import { docsFile, documentedRules } from './documented-rules.ts';

writeFileSync(docsFile, documentedRules());
