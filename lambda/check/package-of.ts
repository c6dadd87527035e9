/** Words that directories are named with after the platform that their files are built for, as Linux-Musl/x86_64. */
const platformWords = new Set(
  [
    'linux darwin mac macos macosx osx ios windows win win32 win64 android freebsd openbsd netbsd sunos solaris aix',
    'glibc gnu musl',
    'x86 x64 64 amd64 i386 i486 i586 i686 ia32 386 aarch64 arm64 arm armv6 armv7 armv7l armhf universal',
    'ppc ppc64 ppc64le ppc64el s390 s390x riscv64 loong64 loongarch64 mips mipsle mips64 mips64el sparc sparc64',
  ].flatMap((line) => line.split(' ')),
);

/**
 * The name of the group that a file belongs to, whose files are built for several platforms: an npm package or scope
 * (@img/sharp-linux-x64…), the platform directories of .NET, prebuildify and unpacked jars, or files with the same
 * name except for the platform (x.cpython-313-x86_64-linux-gnu.so).
 */
export function packageOf(file: string): string {
  const directory = '/node_modules/';
  const at = file.lastIndexOf(directory);
  if (at === -1) {
    const several = /^.*?\/(?:runtimes|prebuilds)\//.exec(file)?.[0];
    return several ?? withoutPlatforms(/^.*\/[^/.-]*/.exec(file)![0]);
  }
  const [name] = file.slice(at + directory.length).split('/');
  return `${file.slice(0, at)}${directory}${name}`;
}

function withoutPlatforms(file: string): string {
  const names = file.split('/');
  return names.filter((name, i) => i === names.length - 1 || !isPlatform(name)).join('/');
}

function isPlatform(name: string): boolean {
  return (
    name !== '' &&
    name
      .toLowerCase()
      .split(/[-_.]/)
      .every((word) => platformWords.has(word))
  );
}
