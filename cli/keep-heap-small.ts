import { setFlagsFromString } from 'node:v8';

/**
 * Makes V8 collect garbage before the heap has grown by a fifth, and keep its nursery small: an image with 300,000
 * files takes 200 MB instead of 320, and as long.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=20');
  setFlagsFromString('--semi-space-growth-factor=1');
}
