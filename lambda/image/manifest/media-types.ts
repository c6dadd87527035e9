/** "OCI Image Media Types" and the "Image Manifest Version 2, Schema 2" of Docker. */
const indexTypes = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

/** A list of manifests: of an image for several platforms, or of one with its attestations. */
export const isIndexType = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && indexTypes.has(mediaType);

/** A layer that may not be in registries other than its maker's: archives leave it out. */
export const isForeignType = (mediaType: string | undefined): boolean =>
  mediaType !== undefined && /(?:\.foreign\.|\.nondistributable\.)/.test(mediaType);
