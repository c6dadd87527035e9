#!/usr/bin/env bash
# Usage: rie.sh DESTINATION [x86_64|arm64]
#
# Puts AWS's Runtime Interface Emulator at DESTINATION (default architecture: this machine's). It is taken from
# the Python package aws-sam-cli, which carries it; of the package nothing else is used or installed.
#
# AWS_SAM_CLI_VERSION  the version of that package (default: 1.170.0)
# RIE_ARCHITECTURE     the default architecture

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"

version=${AWS_SAM_CLI_VERSION:-1.170.0}
wheels=$MACHINE_CACHE/aws-sam-cli-$version

machine_architecture() {
  case ${RIE_ARCHITECTURE:-$(uname -m)} in
    x86_64) echo x86_64 ;;
    aarch64 | arm64) echo arm64 ;;
    *) die "there is no Runtime Interface Emulator for $(uname -m); x86_64 and arm64 are expected" ;;
  esac
}

download() {
  compgen -G "$wheels/*.whl" >/dev/null && return
  debian_pip
  say "downloading aws-sam-cli $version to $wheels"
  # The package runs on newer Pythons only; whether this machine's is one does not matter to a file inside it.
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --python-version=3.12 \
    --dest "$wheels" "aws-sam-cli==$version" >&2
}

extract() {
  python3 - "$wheels" "samcli/local/rapid/aws-lambda-rie-$1" "$2" <<'EOF'
import pathlib, shutil, sys, zipfile

wheels, member, destination = sys.argv[1:]
wheel = next(pathlib.Path(wheels).glob("*.whl"))
with zipfile.ZipFile(wheel).open(member) as source, open(destination, "wb") as target:
    shutil.copyfileobj(source, target)
EOF
  chmod 0755 "$2"
}

case ${1:-} in
  --help | -h) usage && exit ;;
  '') usage >&2 && exit 2 ;;
esac
architecture=${2:-$(machine_architecture)}
with_lock aws-sam-cli download
extract "$architecture" "$1"
