#!/usr/bin/env node
import { writeFileSync } from 'node:fs';

import { rate } from './index.js';

writeFileSync('generated/table.json', JSON.stringify({ rate }));
