/**
 * What is read of an image at most, so that a hostile one ends in an error and not in a full memory or after
 * hours. Images for Lambda stay far below.
 */

/** Of all layers, uncompressed: 10 GB is the most that Lambda takes (Lambda's guide, "Lambda quotas"). */
export const maxImageBytes = 11 * 1024 ** 3;

/** Of files, directories and links, in all layers. */
export const maxEntries = 1_000_000;

/** Of the paths of all entries together. */
export const maxPathBytes = 256 * 1024 ** 2;

/** Of names that are looked up to put all entries in their directories: symlinks may lead from one to another. */
export const maxPathSteps = 100_000_000;

/** Of one path: Linux takes none that is longer (PATH_MAX). */
export const maxPathLength = 4096;

/** Of one name in a path, on any Linux file system (NAME_MAX). */
export const maxNameLength = 255;

/** Of the extended headers of one entry in a tar: what GNU tar, Go and Python write has some hundred bytes. */
export const maxExtendedHeaderBytes = 1024 ** 2;

/** Of the extended headers of a tar together. */
export const maxAllExtendedHeaderBytes = 512 * 1024 ** 2;

/** Of a manifest, a configuration, or an index. What is longer is no document that is needed here. */
export const maxDocumentBytes = 8 * 1024 ** 2;

/** Of all documents of an archive together. */
export const maxAllDocumentBytes = 64 * 1024 ** 2;

/** Of the contents that are kept of files. */
export const maxKeptBytes = 128 * 1024 ** 2;
