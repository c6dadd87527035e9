#!/bin/sh
# Completes the file system of the function. Called by the Dockerfile.
#
#   complete_root.sh ROOT         ROOT is the whole file system (base image: scratch)
#   complete_root.sh ROOT BASE    ROOT is laid over BASE, the file system of another image
#
# Libraries come from the image that built the function. So the libc that a binary was linked with is
# the libc it runs with, and "version `GLIBC_2.xx' not found" cannot happen.
set -eu

root=$1
base=${2:-}

fail() {
  echo "complete_root.sh: $*" >&2
  exit 1
}

# A binary built on one Debian release may need a newer libc than another release has.
if [ -n "$base" ]; then
  release() { sed -n 's/^VERSION_CODENAME=//p' "$1/etc/os-release"; }
  built_on=$(release /)
  runs_on=$(release "$base")
  [ "$built_on" = "$runs_on" ] ||
    fail "BUILD_IMAGE is Debian $built_on, RUN_IMAGE is Debian $runs_on, and both must be the same:" \
      "build with --build-arg RUN_IMAGE=debian:$built_on-slim"
fi

# Without a base, ROOT needs its own shell (for the entry script), user names and name resolution.
if [ -z "$base" ]; then
  mkdir -p "$root/bin" "$root/etc" "$root/tmp"
  cp -L /bin/sh "$root/bin/sh"
  cat >"$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
sbx_user1051:x:993:990:the user that Lambda runs functions as:/tmp:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/sh
PASSWD
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
fi

# All binaries and libraries in ROOT, recognized by their first four bytes.
elf_files() {
  elf=$(printf '\177ELF')
  find "$root" -type f | while IFS= read -r file; do
    if [ "$(head -c 4 "$file" | tr -d '\0')" = "$elf" ]; then echo "$file"; fi
  done
}

# Absolute paths of the libraries that FILE is linked with, and of its loader. A missing library does not stop the
# build, since packages also bring binaries for other systems, but it is reported.
libraries() {
  ldd "$1" 2>/dev/null | while IFS= read -r line; do
    case $line in
      *' => not found') echo "complete_root.sh: $1 needs a library that is not here:$line" >&2 ;;
      *' => /'*) line=${line#* => } && echo "${line% (*}" ;;
      *[[:space:]]/*' ('*) line=/${line#*/} && echo "${line% (*}" ;;
    esac
  done
}

elf_files | while IFS= read -r file; do
  libraries "$file"
done | sort -u | while IFS= read -r library; do
  case $library in "$root"/*) continue ;; esac
  if [ -n "$base" ] && [ -e "$base$library" ]; then continue; fi
  directory=${library%/*}
  # Where /lib is a symbolic link to /usr/lib, it is one in BASE as well, and must stay one.
  if [ -n "$base" ]; then directory=$(cd "$directory" && pwd -P); fi
  mkdir -p "$root$directory"
  cp -L "$library" "$root$directory/"
done

# With an index of the libraries the loader need not search, and finds those in unusual directories.
if [ -z "$base" ]; then
  cp -R /etc/ld.so.conf /etc/ld.so.conf.d "$root/etc/"
  ldconfig -r "$root"
  rm -rf "$root/var/cache/ldconfig"
fi

# Lambda's user is not root. Whatever modes the files have in the checkout, it can read them all.
chmod -R u+w,a+rX,go-w "$root"
[ -n "$base" ] || chmod 1777 "$root/tmp"

# The same sources give the same layer, byte for byte: deploying without a change transfers nothing.
find "$root" -exec touch -h -d 1980-01-01T00:00:00Z {} +
