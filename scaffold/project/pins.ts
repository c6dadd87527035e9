/**
 * `make pin` writes digests behind the tags of base images in the Dockerfile. They are not edits that a newer version of the
 * generator could conflict with: an update takes them along.
 */
const pinnable = 'Dockerfile';

/** The default of an ARG: `ARG BUILD_IMAGE=python:3.14`, and a digest. */
const pin = /^(ARG \w+=\S+)(@sha256:[0-9a-f]{64})$/gm;

/** A file as it was before `make pin`. */
export function withoutPins(file: string, contents: Buffer): Buffer {
  if (file !== pinnable) return contents;
  // Bytes that are no text must stay what they are.
  return Buffer.from(contents.toString('latin1').replaceAll(pin, '$1'), 'latin1');
}

/** A planned file with the pins of the one on disk, where the tag is the same. */
export function withPinsOf(file: string, onDisk: Buffer, planned: Buffer): Buffer {
  if (file !== pinnable) return planned;
  const digests = new Map(
    [...onDisk.toString('latin1').matchAll(pin)].map(([, line, digest]) => [line, digest]),
  );
  const text = planned
    .toString('latin1')
    .replaceAll(/^ARG .+$/gm, (line) => `${line}${digests.get(line) ?? ''}`);
  return Buffer.from(text, 'latin1');
}

/** The base images that a planned file has without a digest, where the one on disk has digests. */
export function imagesToPin(file: string, onDisk: Buffer, planned: Buffer): string[] {
  if (file !== pinnable || !onDisk.toString('latin1').match(pin)) return [];
  const images = planned.toString('latin1').matchAll(/^ARG (\w+_IMAGE)=[^@\s]+$/gm);
  return [...images].map(([, name]) => name!);
}
