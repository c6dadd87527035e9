/** Writes the tables of docs/sample-events.md: npm run docs:samples */
import { writeFileSync } from 'node:fs';
import { docsFile, documentedTypes } from './documented-types.ts';

writeFileSync(docsFile, documentedTypes());
