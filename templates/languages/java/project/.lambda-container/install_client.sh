#!/bin/sh
# Puts into /rootfs/var/runtime what starts the function: the flags of the JVM, and the library of AWS's runtime interface
# client, which would otherwise unpack it into /tmp at each start. Called by the Dockerfile.
set -eu

runtime=/rootfs/var/runtime
mkdir -p $runtime

# The client has its library for each processor and libc. One of them is used.
client=$(echo /rootfs/var/task/lib/aws-lambda-java-runtime-interface-client-*.jar)
mkdir /client
cd /client
jar --extract --file "$client"
mv "jni/libaws-lambda-jni.linux-$(uname -m | sed 's/aarch64/aarch_64/').so" $runtime/libaws-lambda-jni.so
rm -rf jni
jar --create --file "$client" --manifest META-INF/MANIFEST.MF --date 1980-01-01T00:00:02Z com

# The class that is only used in the training run. See train.sh.
javac -d /training -classpath "$client" /src/.lambda-container/aot/TrainingRun.java
jar --create --file $runtime/training.jar --date 1980-01-01T00:00:02Z -C /training .

# The JVM does not expand wildcards in a file of flags in the same order everywhere.
cd /rootfs
{
  cat /src/.lambda-container/java.options
  echo --class-path
  printf '%s:' var/task/lib/*.jar var/task/function.jar | sed 's|var/|/var/|g'
  echo /var/runtime/training.jar
} >$runtime/java.options
