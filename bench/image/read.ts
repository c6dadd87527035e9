/** Reads an image with the compiled generator, and prints the peak of its memory in MB. Run by ../image.ts. */
type Module = typeof import('../../lambda/check/read-image-to-check.ts');

const compiled = new URL('../../dist/lambda/check/read-image-to-check.js', import.meta.url).href;
const { readImageToCheck } = (await import(compiled)) as Module;
await readImageToCheck(process.argv[2]!);
console.log(JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 }));
