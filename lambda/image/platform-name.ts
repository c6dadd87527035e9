import type { Platform } from './manifest/documents.ts';

/** `linux/arm64/v8`; a question mark for a missing part. */
export function platformName({ os = '?', architecture = '?', variant }: Platform): string {
  return [os, architecture, ...(variant === undefined || variant === '' ? [] : [variant])].join(
    '/',
  );
}
