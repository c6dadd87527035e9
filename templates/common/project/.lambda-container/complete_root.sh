#!/bin/sh
# Completes the file system of the function. Called by the Dockerfile.
#
#   complete_root.sh ROOT         ROOT is the whole file system (base image: scratch)
#   complete_root.sh ROOT BASE    ROOT is laid over BASE, the file system of another image
#
# It adds the libraries that binaries in ROOT are linked with. What is opened or called by its name at run time is in
# no binary: that is listed in the file extra_files, and in the variable EXTRA_FILES.
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
  # Debian has each of these directories below /usr, with a link to it: all files have both names.
  for directory in bin lib lib64 sbin; do
    if [ -h "/$directory" ]; then
      mkdir -p "$root/usr/$directory"
      if [ -d "$root/$directory" ]; then
        cp -a "$root/$directory/." "$root/usr/$directory/"
        rm -r "${root:?}/$directory"
      fi
      ln -s "usr/$directory" "$root/$directory"
    fi
  done
  mkdir -p "$root/bin" "$root/etc" "$root/tmp"
  cp -L /bin/sh "$root/bin/sh"
  cat >"$root/etc/passwd" <<'PASSWD'
root:x:0:0:root:/root:/bin/sh
sbx_user1051:x:993:990:the user that Lambda runs functions as:/tmp:/bin/sh
nobody:x:65534:65534:nobody:/nonexistent:/bin/sh
PASSWD
  cat >"$root/etc/group" <<'GROUP'
root:x:0:
sbx_user1051:x:990:
nogroup:x:65534:
GROUP
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
fi

# The path of the command NAME, as a shell finds it.
find_command() (
  IFS=:
  for directory in $PATH; do
    if [ -x "$directory/$1" ]; then
      echo "$directory/$1"
      return
    fi
  done
)

# Copies the file PATH, or the directory with all that is in it, to the same path in ROOT.
add() (
  # Where /lib is a symbolic link to /usr/lib, it must stay one.
  directory=$(cd "$(dirname "$1")" && pwd -P)
  path=${directory%/}/${1##*/}
  if [ -n "$base" ] && [ -e "$base$path" ]; then return; fi
  mkdir -p "$root$directory"
  cp -a "$path" "$root$directory/"
  # A link to what does not come along is replaced by that.
  find "$root$path" -type l | while IFS= read -r link; do
    target=$(readlink -f "${link#"$root"}")
    if [ -e "$target" ] && [ ! -e "$root$target" ]; then
      rm "$link"
      cp -RL "$target" "$link"
    fi
  done
  if [ -f "$path" ]; then
    # A script needs its interpreter: #!/bin/bash, or #!/usr/bin/env python3.
    first_line=$(head -c 200 "$path" | tr -d '\0' | sed -n '1s/^#! *//p')
    for word in $first_line; do
      case $word in -*) break ;; esac
      case $word in /*) interpreter=$word ;; *) interpreter=$(find_command "$word") ;; esac
      if [ -e "$interpreter" ] && [ ! -e "$root$interpreter" ]; then add "$interpreter"; fi
      case $word in */env) ;; *) break ;; esac
    done
  fi
)

# Copies ENTRY, which is the path of a file or directory, perhaps with wildcards, or the name of a command. Fails if
# there is nothing of that name.
add_entry() (
  found=1
  case $1 in
    /*) paths=$1 ;;
    *) paths=$(find_command "$1") ;;
  esac
  for path in $paths; do
    if [ -e "$path" ]; then
      add "${path%/}"
      found=0
    fi
  done
  return $found
)

# All binaries and libraries in ROOT, recognized by their first four bytes. One grep reads thousands of files in no time,
# and head sees those that have the bytes at the start of any line.
elf_files() {
  elf=$(printf '\177ELF')
  LC_ALL=C grep --recursive --text --files-with-matches "^$elf" "$root" | while IFS= read -r file; do
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

# Copies the libraries of all binaries.
add_libraries() {
  elf_files | while IFS= read -r file; do
    libraries "$file"
  done | sort -u | while IFS= read -r library; do
    case $library in "$root"/*) continue ;; esac
    add "$library"
  done
}

for entry in ${EXTRA_FILES:-}; do
  add_entry "$entry" ||
    fail "EXTRA_FILES has $entry, which the build image does not have:" \
      "set BUILD_PACKAGES to the Debian package that has it, or correct the name"
done
add_libraries

# Not every build image has all of these. The stage build may have listed more in /extra_files.
cat "${0%/*}/extra_files" /extra_files 2>/dev/null | grep '^[^#]' | while read -r entry condition; do
  if [ -z "$condition" ] || [ -n "$(find "$root" ${base:+"$base"} -name "$condition" -print -quit)" ]; then
    add_entry "$entry" || true
  fi
done
add_libraries

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
