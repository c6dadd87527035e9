import type { Platform } from './manifest/documents.ts';

/** `linux/arm64/v8`; a question mark for what is not said. */
export function platformName({ os = '?', architecture = '?', variant }: Platform): string {
  return [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join(
    '/',
  );
}
