#!/bin/sh
# Compiles the runtime, its test support and the suite, all lying beside this script, and runs the suite with
# the Erlang (and the Elixir, if there is one) on the PATH. run.sh puts the files together and calls this.
set -eu
cd "$(dirname "$0")"
mkdir -p ebin
cp runtime/src/lambda_runtime.app.src ebin/lambda_runtime.app
cp support/probe.app ebin/
# The flags of the project's VM, but for where its release lies.
grep -v -e '^-boot' -e '^-config' runtime/vm.args > vm.args
# The behaviour first: the others are checked against it.
erlc +debug_info -Werror -o ebin -pa ebin runtime/src/lambda_runtime_language.erl
erlc +debug_info -Werror -o ebin -pa ebin runtime/src/*.erl runtime/test_support/*.erl support/*.erl suite/*.erl
exec erl -noinput -pa ebin -eval 'suite:main()'
