#!/usr/bin/env bash
# Usage: rootfs.sh RELEASE TARBALL
#
# Makes the root file system of a stand-in for debian:RELEASE-slim by debootstrap: what the official slim image
# holds (no apt lists, documentation, manuals or locales, and dpkg told to leave those out of what is installed
# later) and, besides, the certificate authorities that this machine trusts on top of the usual ones.
#
# DEBIAN_MIRROR  the mirror to use (default: the one that this machine's apt uses)
# EXTRA_CA_DIR   folder with those authorities, *.crt (default: /usr/local/share/ca-certificates)

# shellcheck source-path=SCRIPTDIR/../..
set -euo pipefail

machine=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
. "$machine/lib/say.sh"
. "$machine/lib/cache.sh"
. "$machine/lib/debian.sh"

case ${1:-} in
  --help | -h) usage && exit ;;
esac
(($# == 2)) || { usage >&2 && exit 2; }
((EUID == 0)) || die "debootstrap needs root"
release=$1
tarball=$2
mirror=$(debian_mirror)

debian_install debootstrap=debootstrap

# A debootstrap that is older than the release has no script for it; those of newer releases are all sid's.
script=/usr/share/debootstrap/scripts/$release
[[ -e $script ]] || script=/usr/share/debootstrap/scripts/sid

root=$(mktemp -d "$MACHINE_CACHE/rootfs.XXXXXX")
trap 'rm -rf "$root"' EXIT
packages=$MACHINE_CACHE/debootstrap/$release
mkdir -p "$packages"

run_logged() {
  local log=$MACHINE_CACHE/debootstrap/$release.log
  "$@" >"$log" 2>&1 || { tail -n 20 "$log" >&2 && die "debootstrap of $release failed; the whole log is $log"; }
}

say "debootstrap of $release in $root, packages kept in $packages"
run_logged debootstrap --foreign --variant=minbase --cache-dir="$packages" "$release" "$root" "$mirror" "$script"

# Before the packages are unpacked, so that they are unpacked without what slim images lack, and without fsync.
mkdir -p "$root/etc/dpkg/dpkg.cfg.d" "$root/etc/apt/apt.conf.d"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/docker-apt-speedup"
cat >"$root/etc/dpkg/dpkg.cfg.d/docker" <<'EOF'
path-exclude /usr/share/doc/*
path-include /usr/share/doc/*/copyright
path-exclude /usr/share/info/*
path-exclude /usr/share/lintian/*
path-exclude /usr/share/locale/*
path-include /usr/share/locale/locale.alias
path-exclude /usr/share/man/*
EOF
run_logged chroot "$root" /debootstrap/debootstrap --second-stage

cat >"$root/etc/apt/apt.conf.d/docker" <<'EOF'
APT::AutoRemove::SuggestsImportant "false";
Acquire::GzipIndexes "true";
Acquire::Languages "none";
DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb /var/cache/apt/*.bin || true"; };
Dir::Cache::pkgcache "";
Dir::Cache::srcpkgcache "";
EOF
# The Release file of a release in preparation may be past its date on the mirror.
echo 'Acquire::Check-Valid-Until "false";' >"$root/etc/apt/apt.conf.d/stand-in"
rm -f "$root/etc/apt/sources.list"
cat >"$root/etc/apt/sources.list.d/debian.sources" <<EOF
Types: deb
URIs: $mirror
Suites: $release
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
cat >"$root/usr/sbin/policy-rc.d" <<'EOF'
#!/bin/sh
# A container starts no services when packages are installed.
exit 101
EOF
chmod 0755 "$root/usr/sbin/policy-rc.d"

# Like the official image, this one has no /etc/ssl/certs/ca-certificates.crt: whoever installs ca-certificates gets
# one with these authorities in it; whoever forgets to notices here and not later.
authorities=("${EXTRA_CA_DIR:-/usr/local/share/ca-certificates}"/*.crt)
if [[ -e ${authorities[0]} ]]; then
  mkdir -p "$root/usr/local/share/ca-certificates"
  cp -- "${authorities[@]}" "$root/usr/local/share/ca-certificates/"
fi
chmod -R u=rwX,go=rX "$root/usr/local/share"

# The packages of the first stage were unpacked before dpkg had been told.
find "$root/usr/share/doc" -mindepth 2 ! -name copyright ! -type d -delete
find "$root/usr/share/doc" -type d -empty -delete
rm -rf "$root"/usr/share/{info,lintian,man}/*
find "$root/usr/share/locale" -mindepth 1 ! -name locale.alias -delete

# What differs from run to run or from machine to machine has no place in an image.
rm -rf "$root"/var/lib/apt/lists/* "$root"/var/cache/* "$root"/var/log/* "$root"/tmp/* "$root"/run/* "${root:?}/dev"/*
rm -f "$root"/etc/resolv.conf "$root"/etc/hostname "$root"/etc/machine-id "$root"/var/lib/dpkg/*-old
mkdir -p "$root/var/cache/apt/archives/partial" "$root/var/lib/apt/lists/partial" "$root/var/log/apt"
tar --create --numeric-owner --sort=name --one-file-system --file "$tarball.part" --directory "$root" .
mv "$tarball.part" "$tarball"
