import type { Readable } from 'node:stream';

import { ImageError } from '../image-error.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { createTarReader } from '../tar/tar-reader.ts';
import type { Archive, BlobSink } from './archive.ts';

/** Reads an archive that is a tar: what `docker save` writes, or an OCI layout in a tar. */
export async function readTarArchive(
  name: string,
  stream: Readable,
  onFile: Parameters<Archive['read']>[0],
): Promise<Map<string, string>> {
  const links = new Map<string, string>();
  let waiting: Promise<void>[] = [];
  function wait(promise: Promise<void> | undefined): void {
    if (promise === undefined) return;
    waiting.push(promise);
    // The tar itself may be wrong before it is awaited.
    promise.catch(() => {});
  }
  function tarSink(sink: BlobSink, { path, size }: TarEntry): TarSink {
    let position = 0;
    function expectAt(offset: number): void {
      if (offset !== position) throw sparse(path, name);
    }
    return {
      data(bytes, offset) {
        expectAt(offset);
        position += bytes.length;
        wait(sink.write(bytes));
      },
      end() {
        expectAt(size);
        wait(sink.end());
      },
    };
  }
  function onEntry(entry: TarEntry): TarSink | undefined {
    const path = entry.path.replace(/^(?:\.?\/)+/, '');
    if (entry.linkTarget !== undefined) links.set(path, linkedPath(path, entry));
    if (entry.type !== 'file') return undefined;
    const sink = onFile({ path, size: entry.size });
    return sink && tarSink(sink, entry);
  }
  const reader = createTarReader({ name, onEntry });
  for await (const chunk of stream) {
    reader.write(chunk as Buffer);
    if (waiting.length > 0) {
      await Promise.all(waiting);
      waiting = [];
    }
  }
  reader.end();
  return links;
}

function sparse(path: string, name: string): ImageError {
  return new ImageError({
    expected: `all bytes of ${path} in ${name}`,
    found: 'a sparse file',
    fix: 'Write the archive again, with docker save or without --sparse.',
  });
}

/** Symlinks are from their own folder, hard links from the root. Older engines have layers only once. */
function linkedPath(path: string, { type, linkTarget }: TarEntry): string {
  const names = type === 'symlink' ? path.split('/').slice(0, -1) : [];
  for (const name of linkTarget!.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
