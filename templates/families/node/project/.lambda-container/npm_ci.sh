#!/bin/sh
# Runs npm ci with the secrets of `docker build`. Called by the Dockerfile.
#
#   --secret id=npmrc,src=$HOME/.npmrc    settings of yours, such as the token for a private registry
#   --secret id=NPM_TOKEN                 the variable NPM_TOKEN, if the .npmrc of the project contains ${NPM_TOKEN}
#
# Without them, npm uses the settings of the project. The secrets are in no image.
set -eu

if [ -f /run/secrets/NPM_TOKEN ]; then
  NPM_TOKEN=$(cat /run/secrets/NPM_TOKEN)
  export NPM_TOKEN
fi
exec npm ci --no-audit --no-fund "$@"
