# shellcheck shell=bash
# The binaries of Docker Engine, unpacked from Debian packages into the cache directory; nothing of them is installed.
# Needs say.sh, cache.sh and debian.sh.

ENGINE_HOME=$MACHINE_CACHE/engine

# engine_files RELEASE unpacks the engine of that release and links `docker` and its buildx plugin to where a
# shell and docker find them, if the machine has none.
engine_files() {
  local release=$1 root=$ENGINE_HOME/$1 packages=(docker.io containerd docker-buildx docker-cli) deb
  # docker-init, for `docker run --init`; the package was split after trixie.
  if [[ $release == trixie ]]; then packages+=(tini); else packages+=(tini-static); fi
  if [[ ! -f $root/complete ]]; then
    say "unpacking ${packages[*]} of Debian $release to $root"
    rm -rf "$root"
    mkdir -p "$root"
    debian_debs "$release" "${packages[@]}" >"$root/debs"
    while read -r deb; do dpkg-deb --extract "$deb" "$root"; done <"$root/debs"
    touch "$root/complete"
  fi
  ln -sfn "$root" "$ENGINE_HOME/current"
  link_if_missing docker "$ENGINE_HOME/current/usr/bin/docker" /usr/local/bin/docker
  link_if_missing 'docker buildx version' \
    "$ENGINE_HOME/current/usr/libexec/docker/cli-plugins/docker-buildx" /usr/local/lib/docker/cli-plugins/docker-buildx
}

# link_if_missing COMMAND TARGET LINK
link_if_missing() {
  local link=$3
  # A link that an earlier run made into a cache directory that is gone counts as missing.
  [[ -L $link && ! -e $link ]] && rm "$link"
  if [[ $1 == *' '* ]]; then
    $1 >/dev/null 2>&1 && return
  else
    command -v "$1" >/dev/null && return
  fi
  say "linking $link to $2"
  mkdir -p "$(dirname "$link")"
  ln -sfn "$2" "$link"
}
