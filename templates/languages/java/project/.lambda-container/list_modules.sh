#!/bin/sh
# Prints the modules of the JDK that the function needs, separated by commas. Called by the Dockerfile.
set -eu

# The modules that the classes in these jars use.
modules_of() {
  jdeps --multi-release base --ignore-missing-deps --print-module-deps "$@" | tr , '\n'
}

{
  echo "java.base ${MODULES:-}" | tr -s ' ' '\n'
  modules_of target/function.jar
  # Libraries for JSON can do without java.desktop. If your own code needs it, it was listed above.
  modules_of target/lib/*.jar | grep --invert-match --line-regexp java.desktop
} | sort --unique | paste --serial --delimiters ,
