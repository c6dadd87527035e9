import type { Budget } from '../budget.ts';

/** The source of an image: files with manifests, configurations and layers. */
export interface Archive {
  /** The name that the user gave, for error messages. */
  name: string;
  kind: 'docker' | 'tar' | 'oci-layout';
  /**
   * Passes all files to the sink, one after another. Each call reads the source again, and tells the budget how much. Returns the targets of links in
   * the archive, by path. Rejects with an ImageError, or as an engine does.
   */
  read(
    onFile: (file: ArchiveFile) => BlobSink | undefined,
    budget: Budget,
  ): Promise<Map<string, string>>;
}

export interface ArchiveFile {
  /** `blobs/sha256/…`, `manifest.json`… */
  path: string;
  /** In bytes. */
  size: number;
}

/** Receives a file of an archive. Errors in the file are kept until a manifest refers to it. */
export interface BlobSink {
  /** Returns a promise if the next bytes have to wait. */
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
}
