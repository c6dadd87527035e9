import { mkdirSync, writeFileSync } from 'node:fs';

// Runs when npm installs the packages of the project.
mkdirSync('src/generated', { recursive: true });
writeFileSync('src/generated/routes.ts', "export const routes: string[] = ['order'];\n");
