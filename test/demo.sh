#!/usr/bin/env bash
# Generates a function in a temporary directory, builds it, runs it and curls it.
#
#   test/demo.sh [LANGUAGE]
#
# Every command is printed before it runs, followed by its output.
set -euo pipefail

language=${1:-elixir}
root=$(cd "$(dirname "$0")/.." && pwd)
directory=$(mktemp -d)
name=hello
port=9000
container=

finish() {
  if [ -n "$container" ]; then docker rm --force "$container" >/dev/null; fi
  rm -rf "$directory"
}
trap finish EXIT
trap 'exit 130' INT TERM

# npm ci has installed a Node.js that is new enough. The one on this machine may not be.
lambda_container() { "$root/node_modules/.bin/node" "$root/bin/lambda-container.js" "$@"; }

show() { printf '\n$ %s\n' "$*"; }

cd "$directory"
show lambda-container new "$name" --language "$language" --yes
lambda_container new "$name" --language "$language" --yes

# Makes stand-ins for the images that cannot be pulled.
mapfile -t images < <(sed -n 's/^ARG [A-Z]*_IMAGE=//p' "$name/Dockerfile")
"$root/test/machine/engine.sh" start
"$root/test/machine/images.sh" "${images[@]}"

show cd "$name"
cd "$name"

show docker build --provenance=false --sbom=false -t "$name" .
docker build --progress=plain --provenance=false --sbom=false -t "$name" .

show docker run --rm -p "$port:8080" "$name"
container=$(docker run --detach --publish "127.0.0.1:$port:8080" "$name")

url=localhost:$port/2015-03-31/functions/function/invocations
show curl "$url" -d "'{\"name\":\"Ada\"}'"
curl --silent --show-error --retry 20 --retry-delay 1 --retry-all-errors "$url" -d '{"name":"Ada"}'
echo

printf '\nThe function ran in a container. To generate your own:\n\n'
if ! node "$root/bin/lambda-container.js" --version >/dev/null 2>&1; then
  # shellcheck disable=SC2016
  printf '  export PATH="%s:$PATH"   # for its Node.js\n' "$root/node_modules/.bin"
fi
cat <<END
  node $root/bin/lambda-container.js new my-function --language $language
  cd my-function
  make run      # and in another terminal: make invoke
END
