/** "OCI Image Media Types" and the "Image Manifest Version 2, Schema 2" of Docker. */
const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

/** A list of manifests: of an image for several platforms, or of one with its attestations. */
export function isIndexType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && indexTypes.has(mediaType);
}

/** A layer that must not be redistributed: archives omit it. */
export function isForeignType(mediaType: string | undefined): boolean {
  return mediaType !== undefined && /(?:\.foreign\.|\.nondistributable\.)/.test(mediaType);
}
