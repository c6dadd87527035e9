#!/usr/bin/env bash
# Usage: emulator.sh install|remove
#
# install lets the engine run and build images for arm64 on a machine with another processor: it registers QEMU with
# the kernel (binfmt_misc). QEMU is unpacked from the Debian package qemu-user, in the cache directory, and not
# installed. Where the engine can do so already, as Docker Desktop does, nothing is changed. remove takes QEMU out of the
# kernel again, if it was registered by this script; so does a restart of the machine.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"

binfmt=/proc/sys/fs/binfmt_misc
entry=lambda-container-aarch64
qemu=$MACHINE_CACHE/qemu/usr/bin/qemu-aarch64
# The first 20 bytes of 64-bit ELF files for machine 183, executables and shared objects.
magic='\x7f\x45\x4c\x46\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

install() {
  can_run && return
  ((EUID == 0)) || die 'the engine cannot run images for arm64; run this as root, or install QEMU: docs/project.md#arm64'
  mountpoint --quiet "$binfmt" || mount -t binfmt_misc binfmt_misc "$binfmt"
  [[ -x $qemu ]] || unpack
  say "registering $qemu for arm64, until this machine restarts"
  # P: programs see the name that they were called by. O and F: the kernel opens both files, so that containers need no QEMU.
  echo ":$entry:M::$magic:$mask:$qemu:POF" >"$binfmt/register"
}

# BuildKit cannot be asked: it remembers an emulator that was there once.
can_run() {
  [[ $(docker version --format '{{.Server.Arch}}') == arm64 ]] ||
    [[ $(docker info --format '{{.OperatingSystem}}') == 'Docker Desktop' ]] ||
    grep --quiet --no-messages "^magic ${magic//\\x/}" "$binfmt"/*
}

unpack() {
  local deb
  # The package of trixie is the first one whose programs need no libraries.
  deb=$(debian_debs trixie qemu-user)
  mkdir -p "$MACHINE_CACHE/qemu"
  dpkg-deb --fsys-tarfile "$deb" | tar --extract --directory "$MACHINE_CACHE/qemu" ./usr/bin/qemu-aarch64
}

remove() {
  [[ -e $binfmt/$entry ]] || return 0
  echo -1 >"$binfmt/$entry"
}

case ${1:-} in
  --help | -h) usage ;;
  install) with_lock emulator install ;;
  remove) with_lock emulator remove ;;
  *) usage >&2 && exit 2 ;;
esac
