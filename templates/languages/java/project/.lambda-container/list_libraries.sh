#!/bin/sh
# Prints the libraries that native code in jars is linked with. Classes unpack it into /tmp when they are loaded: it is
# in no file of the image, where its libraries would be found. Called by the Dockerfile.
#
#   list_libraries.sh JAR...
set -eu

native=$(mktemp -d)
# The names of its files are in a jar as they are.
LC_ALL=C grep --text --files-with-matches '\.so' "$@" | while IFS= read -r jar; do
  (cd "$(mktemp -d -p "$native")" && jar --extract --file "$jar")
done
# What is for other processors or another libc is linked with nothing that is here.
find "$native" -name '*.so*' -type f -exec sh -c 'for file; do ldd "$file" 2>/dev/null || true; done' sh {} + |
  sed -n 's|.* => \(/[^ ]*\) (.*|\1|p' | grep --invert-match --fixed-strings "$native/" | sort --unique
rm -rf "$native"
