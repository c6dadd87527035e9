import type { Budget } from '../budget.ts';
import type { TarEntry, TarSink } from '../tar/tar-entry.ts';
import { createTarReader } from '../tar/tar-reader.ts';
import type { Archive, BlobSink } from './archive.ts';

/** What a file of an archive takes in memory. */
const entryBytes = 512;

/** Reads an archive that is a tar: what `docker save` writes, or an OCI layout in a tar. */
export async function readTarArchive(
  name: string,
  chunks: AsyncIterable<Buffer>,
  budget: Budget,
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
  function tarSink(sink: BlobSink): TarSink {
    return {
      data: (bytes) => wait(sink.write(bytes)),
      end: () => wait(sink.end()),
    };
  }
  function onEntry(entry: TarEntry): TarSink | undefined {
    const path = entry.path.replace(/^(?:\.?\/)+/, '');
    budget.spend('keptBytes', entryBytes + 2 * path.length + (entry.linkTarget?.length ?? 0));
    if (entry.linkTarget !== undefined) links.set(path, linkedPath(path, entry));
    if (entry.type !== 'file') return undefined;
    const sink = onFile({ path, size: entry.size });
    return sink && tarSink(sink);
  }
  const reader = createTarReader({ name, onEntry, budget });
  for await (const chunk of chunks) {
    reader.write(chunk);
    if (waiting.length > 0) {
      await Promise.all(waiting);
      waiting = [];
    }
    if (reader.isComplete) break;
  }
  reader.end();
  return links;
}

/** Symlinks are from their own directory, hard links from the root. Older engines have layers only once. */
function linkedPath(path: string, { type, linkTarget }: TarEntry): string {
  const names = type === 'symlink' ? path.split('/').slice(0, -1) : [];
  for (const name of linkTarget!.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return names.join('/');
}
