import { fileURLToPath } from 'node:url';
import { createEnv } from 'yeoman-environment';

const environment = createEnv();
const generator = fileURLToPath(new URL('./generator.js', import.meta.url));
environment.register(generator, { namespace: 'empty:app' });
await environment.run(['empty:app']);
