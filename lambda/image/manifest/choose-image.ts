import { ImageError } from '../image-error.ts';
import type { ArchiveContents, ArchivedImage } from './archived-image.ts';
import type { Platform } from './documents.ts';
import { platformName } from '../platform-name.ts';

/** The only image whatever its platform is, or else the first for the wanted one. */
export function chooseImage(
  { images }: ArchiveContents,
  name: string,
  architecture: string,
): ArchivedImage {
  if (images.length === 1) return images[0]!;
  const chosen = images.find(({ platform }) => isLinux(platform, architecture));
  if (chosen !== undefined) return chosen;
  const found = images.map(({ platform }) => platformName(platform));
  throw new ImageError({
    expected: `an image for linux/${architecture} in ${name}`,
    found: found.length === 0 ? 'none' : listed(found),
    fix: 'Choose another architecture, or build the image for this one.',
  });
}

function isLinux({ os, architecture }: Platform, wanted: string): boolean {
  return os === 'linux' && architecture === wanted;
}

/** More are of no use to anybody. */
const shown = 10;

function listed(names: readonly string[]): string {
  const different = [...new Set(names)];
  const more = different.length - shown;
  return `${different.slice(0, shown).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
