/** The largest single things that are read: what all of them together may take is in `budget.ts`. */

/** Of all layers, uncompressed: 10 GB is the most that Lambda takes (Lambda's guide, "Lambda quotas"). */
export const maxImageBytes = 11 * 1024 ** 3;

/** Of one path: Linux takes none that is longer (PATH_MAX). */
export const maxPathLength = 4096;

/** Of one name in a path, on any Linux file system (NAME_MAX). */
export const maxNameLength = 255;

/** Of the extended headers of one entry in a tar: what GNU tar, Go and Python write has some hundred bytes. */
export const maxExtendedHeaderBytes = 1024 ** 2;

/** Of the extended headers of a tar together. */
export const maxAllExtendedHeaderBytes = 512 * 1024 ** 2;

/** Of a manifest, a configuration, or an index: registries take 4 MiB ("OCI Distribution Specification", "Pushing Manifests"). */
export const maxDocumentBytes = 4 * 1024 ** 2;

/** Of values, names and brackets in a document: real ones have some hundreds. */
export const maxDocumentValues = 50_000;

/** Of objects and lists within one another in a document: real ones have five. */
export const maxDocumentDepth = 32;

/** Of descriptors that lead from index to index and to manifests, each as often as it is written. */
export const maxReferences = 10_000;

/** Of layers in one image. Docker runs 127. */
export const maxLayers = 1000;

/** Of the text of one instruction in the history: the rest is not looked at. */
export const maxInstructionLength = 16 * 1024;
