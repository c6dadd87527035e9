#!/bin/sh
# Stands in for rustup: the components that it is asked for are installed.
if [ "${1:-} ${2:-}" != 'component add' ]; then
  echo "rustup: this stand-in has \`component add\` only, found: $*" >&2
  exit 1
fi
shift 2
for component; do
  case $component in
    clippy) tool=cargo-clippy ;;
    rustfmt) tool=rustfmt ;;
    *)
      echo "rustup: this stand-in has clippy and rustfmt only, found: $component" >&2
      exit 1
      ;;
  esac
  command -v "$tool" >/dev/null || exit 1
done
