#!/bin/sh
# Completes the file system of the function. Called by the Dockerfile.
#
#   complete_root.sh ROOT         ROOT becomes all there is (the scratch base)
#   complete_root.sh ROOT BASE    ROOT is laid over BASE, another image's file system
#
# The libraries come from the image that built the program. So the libc it was linked with is the
# libc it runs with, and "version `GLIBC_2.xx' not found" cannot happen.
set -eu

root=$1
base=${2:-}

fail() {
  echo "complete_root.sh: $*" >&2
  exit 1
}

# A program built on one Debian release may need a newer libc than another release has.
if [ -n "$base" ]; then
  release() { sed -n 's/^VERSION_CODENAME=//p' "$1/etc/os-release"; }
  built_on=$(release /)
  runs_on=$(release "$base")
  [ "$built_on" = "$runs_on" ] ||
    fail "BUILD_IMAGE is Debian $built_on, RUN_IMAGE is Debian $runs_on, and both must be the same:" \
      "build with --build-arg RUN_IMAGE=debian:$built_on-slim"
fi

# Without a base, ROOT brings its own shell (for the entry script), users and name look-up.
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

# All programs and libraries in ROOT, known by the four bytes that such files begin with.
executables() {
  elf=$(printf '\177ELF')
  find "$root" -type f | while IFS= read -r file; do
    if [ "$(head -c 4 "$file" | tr -d '\0')" = "$elf" ]; then echo "$file"; fi
  done
}

# What FILE is linked with, the loader included: absolute paths. A library that is missing is no
# reason to stop, since packages bring programs for other systems too, but it should be seen.
libraries() {
  ldd "$1" 2>/dev/null | while IFS= read -r line; do
    case $line in
      *' => not found') echo "complete_root.sh: $1 needs a library that is not here:$line" >&2 ;;
      *' => /'*) line=${line#* => } && echo "${line% (*}" ;;
      *[[:space:]]/*' ('*) line=/${line#*/} && echo "${line% (*}" ;;
    esac
  done
}

executables | while IFS= read -r file; do
  libraries "$file"
done | sort -u | while IFS= read -r library; do
  case $library in "$root"/*) continue ;; esac
  if [ -n "$base" ] && [ -e "$base$library" ]; then continue; fi
  mkdir -p "$root${library%/*}"
  cp -L "$library" "$root$library"
done

# An index of the libraries spares the loader from searching, and finds those in unusual folders.
if [ -z "$base" ]; then
  cp -R /etc/ld.so.conf /etc/ld.so.conf.d "$root/etc/"
  ldconfig -r "$root"
  rm -rf "$root/var/cache/ldconfig"
fi

# Lambda's user is not root. Whatever modes the files had in the checkout, it can read them all.
chmod -R u+w,a+rX,go-w "$root"
[ -n "$base" ] || chmod 1777 "$root/tmp"

# The same sources give the same layer, byte for byte: a deploy without changes transfers nothing.
find "$root" -exec touch -h -d 1980-01-01T00:00:00Z {} +
