/** Where an image comes from: files with manifests, configurations and layers. */
export interface Archive {
  /** For errors: what was asked for. */
  name: string;
  kind: 'docker' | 'tar' | 'oci-layout';
  /**
   * Gives all files, one after another. May be called again: the source is then read again. Gives where links in
   * the archive point to, by path. Rejects with an ImageError, or as an engine does.
   */
  read(onFile: (file: ArchiveFile) => BlobSink | undefined): Promise<Map<string, string>>;
}

export interface ArchiveFile {
  /** `blobs/sha256/…`, `manifest.json`… */
  path: string;
  /** In bytes. */
  size: number;
}

/** Takes a file of an archive. What is wrong with the file is kept for whoever needs it. */
export interface BlobSink {
  /** Gives a promise if the next bytes have to wait for it. */
  write(chunk: Buffer): Promise<void> | undefined;
  end(): Promise<void> | undefined;
}
