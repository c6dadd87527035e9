import type { ImageFacts } from '../image/image-facts.ts';
import type { LoaderFiles } from '../image/loader/loader-files.ts';

/** The files of an image, for resolving libraries. */
export function imageFiles({ budget, files }: ImageFacts): LoaderFiles {
  return {
    budget,
    elf(name) {
      const found = files.find(name);
      if ('problem' in found || found.facts.elf === undefined || 'problem' in found.facts.elf) {
        return undefined;
      }
      return { path: found.path, elf: found.facts.elf.facts };
    },
    bytes(name) {
      const found = files.find(name);
      return 'problem' in found ? undefined : found.facts.content;
    },
  };
}
