#!/usr/bin/env bash
# Usage: browser.sh
#
# Makes sure of Chromium, which the tests of the page of `lambda-container dev` use, and prints its path. One that is on PATH is
# used as it is; otherwise, the Debian package chromium is installed.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"

case ${1:-} in
  --help | -h) usage && exit ;;
  '') ;;
  *) usage >&2 && exit 2 ;;
esac
for command in chromium chromium-browser google-chrome; do
  if type -P "$command"; then exit; fi
done
debian_install chromium=chromium
type -P chromium
