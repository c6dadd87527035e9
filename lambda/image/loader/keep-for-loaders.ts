/** What has directories in it, line by line, is small. */
const listBytes = 64 * 1024;

const lists: readonly RegExp[] = [
  /^\/etc\/ld\.so\.(?:conf|preload)$/,
  /^\/etc\/ld\.so\.conf\.d\/[^/]+$/,
  /^\/etc\/ld-musl-[^/]+\.path$/,
];

/** Images with many libraries have some hundred kilobytes. */
const cacheBytes = 4 * 1024 ** 2;

/** The loader of glibc has its directories in it; it is a quarter of this. Before 2.34 the name was that of a link. */
const loader = /\/(?:ld-linux[^/]*\.so\.\d+|ld-2\.\d+(?:\.\d+)?\.so)$/;
const loaderBytes = 1024 ** 2;

/** How much of a file is kept since the loaders of glibc and musl read it: 0 or all. */
export function keepForLoaders(path: string, size: number): number {
  if (path === '/etc/ld.so.cache') return size <= cacheBytes ? size : 0;
  if (loader.test(path)) return size <= loaderBytes ? size : 0;
  return size <= listBytes && lists.some((pattern) => pattern.test(path)) ? size : 0;
}
