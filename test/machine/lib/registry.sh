# shellcheck shell=bash
# Whether an image can be had from the registry that its tag names. Needs say.sh and cache.sh.

# registry_of TAG: a tag without a host is Docker Hub's.
registry_of() {
  local host=${1%%/*}
  if [[ $1 == */* && $host == *.* ]]; then echo "$host"; else echo docker.io; fi
}

# probe_registries TAG… asks each registry once, for one of its images: where there is no network to it, the answer
# is an immediate no, which pulling each image in turn would only repeat.
probe_registries() {
  local tag registry
  declare -gA REGISTRY_ANSWERS=()
  for tag; do
    registry=$(registry_of "$tag")
    [[ -n ${REGISTRY_ANSWERS[$registry]:-} ]] && continue
    if timeout 20 docker buildx imagetools inspect "$tag" >/dev/null 2>&1; then
      REGISTRY_ANSWERS[$registry]=yes
    else
      REGISTRY_ANSWERS[$registry]=no
      say "$registry does not answer: its images are replaced by stand-ins"
    fi
  done
}

# pull TAG fails if its registry did not answer the probe, or has no such image.
pull() {
  [[ ${REGISTRY_ANSWERS[$(registry_of "$1")]} == yes ]] || return 1
  say "pulling $1"
  docker pull --quiet "$1" >/dev/null
}
