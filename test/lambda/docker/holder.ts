// Starts the image that it is told, freezes it, says so, and waits to be killed.
import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';

const sandbox = await startSandbox({ image: process.argv[2]! });
await sandbox.freeze();
console.log(sandbox.runtimeApi.address);
await new Promise(() => {
  setInterval(() => {}, 60_000);
});
