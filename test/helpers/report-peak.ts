/**
 * Loaded before a command, this writes the peak of its memory to the file that PEAK_FILE names: `node --import`.
 */
import { writeFileSync } from 'node:fs';

import { peakMb } from './peak-mb.ts';

process.on('exit', () => writeFileSync(process.env['PEAK_FILE']!, String(peakMb())));
