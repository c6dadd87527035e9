import type { ImageFacts } from '../image/image-facts.ts';
import type { FoundFile } from '../image/tree/file-tree.ts';

/** Whether a path has the file name of the Runtime Interface Emulator, such as `aws-lambda-rie-arm64`. */
export function isEmulator(path: string): boolean {
  return /\/aws-lambda-rie(-[a-z0-9_]+)?$/.test(path);
}

export function* emulatorsIn({ files }: ImageFacts): Iterable<FoundFile> {
  for (const file of files.all()) {
    if (isEmulator(file.path)) yield file;
  }
}
