# shellcheck shell=bash
# Packages of Debian releases other than the one that is running, without touching the machine's own apt
# configuration: a private set of sources, lists and settings per release, in the cache directory.
# Needs cache.sh and say.sh.

# Not every shell has the directories of the commands that packages here bring.
PATH=$PATH:/usr/sbin:/sbin

# The mirror that this machine's apt already uses; DEBIAN_MIRROR wins.
debian_mirror() {
  local mirror=${DEBIAN_MIRROR:-}
  if [[ -z $mirror ]]; then
    # shellcheck disable=SC2016 # $(…) is apt's format language
    mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Component: main' |
      grep -m1 -E '/debian/?$') ||
      die "apt knows no Debian mirror; set DEBIAN_MIRROR to the URL of one (…/debian)"
  fi
  printf '%s\n' "${mirror%/}"
}

debian_architecture() { dpkg --print-architecture; }

# debian_apt RELEASE apt-get|apt-cache ARGUMENTS…
debian_apt() {
  local release=$1 home=$MACHINE_CACHE/apt/$1
  shift
  mkdir -p "$home/lists/partial" "$home/cache/archives/partial"
  printf 'deb [signed-by=%s] %s %s main\n' \
    /usr/share/keyrings/debian-archive-keyring.gpg "$(debian_mirror)" "$release" >"$home/sources.list"
  # A release in preparation may have a Release file past its date on the mirror.
  cat >"$home/apt.conf" <<EOF
Dir::Etc::sourcelist "$home/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferences "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State::lists "$home/lists";
Dir::State::status "/dev/null";
Dir::Cache "$home/cache";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
APT::Sandbox::User "root";
EOF
  APT_CONFIG=$home/apt.conf "$@"
}

# debian_debs RELEASE PACKAGE… prints the path of each package's .deb, downloaded if it is not yet in the cache.
# A file is what the release's signed list says it is, or it is fetched again.
debian_debs() {
  local release=$1 debs=$MACHINE_CACHE/debs uris file checksum
  shift
  mkdir -p "$debs"
  debian_apt "$release" apt-get -qq update >&2
  uris=$(debian_apt "$release" apt-get -qq --print-uris download "$@")
  while read -r _ file _ checksum; do
    if ! debian_is "$debs/$file" "$checksum"; then
      say "downloading $file ($release) to $debs"
      rm -f "$debs/$file"
      (cd "$debs" && debian_apt "$release" apt-get -qq download "${file%%_*}" >&2)
      debian_is "$debs/$file" "$checksum" || die "$debs/$file: expected $checksum, found something else; delete it and try again"
    fi
    printf '%s\n' "$debs/$file"
  done <<<"$uris"
}

# debian_is FILE SHA256:…
debian_is() { [[ -f $1 ]] && printf '%s  %s\n' "${2#*:}" "$1" | sha256sum --check --status; }

# debian_install COMMAND=PACKAGE… installs, from the running release, the packages whose command is missing. Stand-ins
# are made several at a time, and apt does not wait for the lock of its lists: one of them installs, the others wait.
debian_install() { with_lock apt debian_install_locked "$@"; }

debian_install_locked() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  ((${#missing[@]})) || return 0
  ((EUID == 0)) || die "missing: ${missing[*]}; install them (apt-get install ${missing[*]}) or run this as root"
  say "installing with apt-get: ${missing[*]}"
  apt-get -qq -o DPkg::Lock::Timeout=300 update >&2
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 install --no-install-recommends -y "${missing[@]}" >/dev/null
}

# debian_pip makes sure of `python3 -m pip`.
debian_pip() {
  python3 -m pip --version >/dev/null 2>&1 || debian_install python3=python3 pip3=python3-pip
}
