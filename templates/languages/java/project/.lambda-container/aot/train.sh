#!/bin/sh
# Makes the AOT cache of the function in ROOT, and adds it to the flags of the JVM. Called by the Dockerfile.
#
#   train.sh yes|no ROOT FUNCTION=HANDLER...
#
# Without a cache the function does the same, and starts several times slower. So a training run that fails does not stop the build.
set -eu

wanted=$1
root=$2
shift 2
[ "$wanted" = yes ] || exit 0

# The cache has the paths of what the JVM was started with: they must be those of the image.
for path in /usr/local/java /var/runtime /var/task; do
  [ -e $path ] || ln -s "$root$path" $path
done

if java .lambda-container/aot/Training.java /var/runtime/function.aot "$@" >/tmp/training.log 2>&1 &&
  # The flag makes a cache that cannot be used an error.
  /usr/local/java/bin/java @/var/runtime/java.options -XX:AOTCache=/var/runtime/function.aot -XX:AOTMode=on \
    -version >>/tmp/training.log 2>&1; then
  echo -XX:AOTCache=/var/runtime/function.aot >>/var/runtime/java.options
else
  rm -f /var/runtime/function.aot
  cat /tmp/training.log >&2
  echo "train.sh: the training run failed: the function will start slowly, without an AOT cache" >&2
fi

chmod -R a+rX,go-w "$root/var/runtime"
touch -d 1980-01-01T00:00:00Z "$root/var/runtime" "$root"/var/runtime/*
