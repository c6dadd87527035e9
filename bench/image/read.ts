/** Reads an image with the compiled program, and prints the peak of its memory in MB. Run by ../image.ts. */
type Module = typeof import('../../lambda/image/read-image.ts');

const compiled = new URL('../../dist/lambda/image/read-image.js', import.meta.url).href;
const { readImage } = (await import(compiled)) as Module;
await readImage(process.argv[2]!);
console.log(JSON.stringify({ peakMb: process.resourceUsage().maxRSS / 1024 }));
