#!/bin/sh
# Pins the base images: writes their current digests into the Dockerfile, behind their tags. Called by `make pin`.
#
#   ENGINE=docker pin_images.sh
#
# A base image is the default of an ARG that a FROM names: ARG BUILD_IMAGE=NAME:TAG becomes NAME:TAG@sha256:…
# The digest is that of the tag in the registry, for all platforms. Either all are written, or none.
set -eu

file=Dockerfile
scratch=$(mktemp -d)
new=$file.pinned.$$
trap 'rm -rf "$scratch" "$new"' EXIT
trap 'exit 130' HUP INT QUIT TERM

fail() {
  echo "make pin: $1" >&2
  return 1
}

# list_images: prints `NAME IMAGE` for each ARG before the first FROM that some FROM names.
list_images() {
  awk '
    { sub(/\r$/, "") }
    toupper($1) == "ARG" && !stages && match($0, /=.*/) {
      name = $2
      sub(/=.*/, "", name)
      image[name] = substr($0, RSTART + 1)
      names[++count] = name
    }
    toupper($1) == "FROM" {
      stages++
      for (i = 2; $i ~ /^--/; i++) { }
      used[$i]
    }
    END {
      for (i = 1; i <= count; i++) {
        name = names[i]
        if (("$" name) in used || ("${" name "}") in used) print name, image[name]
      }
    }' "$file"
}

# pin NAME IMAGE: prints `NAME IMAGE@DIGEST`.
pin() {
  image=${2#\"}
  image=${image%\"}
  tagged=${image%@*}
  case $tagged in *' '* | *\$*) tag= ;; *) tag=${tagged##*/} ;; esac
  case $tag in
    ?*:?*) ;;
    *) fail "$1: expected an image as NAME:TAG, found $image" || return ;;
  esac
  if ! digest=$($ENGINE buildx imagetools inspect --format '{{print .Manifest.Digest}}' "$tagged" 2>"$scratch/errors"); then
    fail "$1: expected the digest of $tagged from its registry, found $(tail -n 1 "$scratch/errors")" || return
  fi
  case $digest in
    sha256:*) echo "$1 $tagged@$digest" ;;
    *) fail "$1: expected the digest of $tagged from its registry, found '$digest'" ;;
  esac
}

# with_pins PINS: prints the Dockerfile with these images.
with_pins() {
  awk -v pins="$1" '
    BEGIN { while ((getline line <pins) > 0) { split(line, word, " "); image[word[1]] = word[2] } }
    toupper($1) == "FROM" { stages++ }
    toupper($1) == "ARG" && !stages && match($0, /=.*/) {
      name = $2
      sub(/=.*/, "", name)
      end = /\r$/ ? "\r" : ""
      if (name in image) $0 = substr($0, 1, RSTART) image[name] end
    }
    { print }' "$file"
}

if ! $ENGINE buildx version >/dev/null 2>&1; then
  fail "expected an engine with buildx, which asks registries for digests, and \`$ENGINE buildx\` does not run." || true
  echo 'Install docker-buildx. Podman has none.' >&2
  exit 4
fi

list_images >"$scratch/images"
[ -s "$scratch/images" ] || fail "expected base images in $file, as in ARG NAME=IMAGE:TAG and FROM \${NAME}; found none"

failures=0
while read -r name image; do
  pin "$name" "$image" </dev/null >>"$scratch/pins" || failures=$((failures + 1))
done <"$scratch/images"
if [ "$failures" -gt 0 ]; then
  echo "Nothing was written. Correct $file, or see that its registries can be reached (docker login)." >&2
  exit 1
fi

# The copy has the mode of the original, and takes its place at once.
cp -p "$file" "$new"
with_pins "$scratch/pins" >"$new"
if cmp -s "$file" "$new"; then
  echo 'Up to date:'
else
  mv "$new" "$file"
  echo "Pinned in $file:"
fi
sed 's/^/  /' "$scratch/pins"
