import type { ImageFacts } from '../image/image-facts.ts';

/** The instruction that a layer was made with, without what builders put before it. */
export function instructionOf(createdBy: string | undefined): string {
  return (createdBy ?? '').replace(/^\/bin\/sh -c #\(nop\)\s+/, '');
}

/**
 * How many layers belong to the base image. No image says where its base ends, but base images end with a CMD or an
 * ENTRYPOINT: the base is what is below the last one that has layers above it.
 */
export function baseLayers({ config: { history }, layers }: ImageFacts): number {
  let [below, base] = [0, 0];
  for (const { createdBy, isEmptyLayer } of history) {
    const isEnd = /^(CMD|ENTRYPOINT)\b/.test(instructionOf(createdBy));
    if (isEnd && below < layers.length) base = below;
    if (!isEmptyLayer) below += 1;
  }
  return base;
}

/**
 * Whether a layer has what COPY or ADD put somewhere. What is put over the root directory is a distribution, or a
 * whole file system that a build stage has collected.
 */
export function isCopied({ layers }: ImageFacts, layer: number): boolean {
  const instruction = instructionOf(layers[layer]?.createdBy).replace(/\s*# buildkit$/, '');
  return /^(COPY|ADD)\s/.test(instruction) && !/\s\/\s*$/.test(instruction);
}
