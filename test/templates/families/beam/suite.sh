#!/bin/sh
# Compiles the runtime and its suite, which run.sh has put beside this script, and runs the suite with the Erlang
# on the PATH; where there is Elixir, its part as well. SUITE=lambda_runtime_vm_tests runs one module only. With the
# argument --measure it measures instead.
set -eu
cd "$(dirname "$0")"
mkdir -p ebin support/ebin

# The flags of the project's VM, but for where its release lies.
grep -v -e '^-boot' -e '^-config' vendor/lambda_boot/vm.args > vm.args
cp vendor/lambda_runtime/src/lambda_runtime.app.src ebin/lambda_runtime.app
cp support/*.app support/ebin/
# The behaviours first: the others are checked against them.
erlc +debug_info -Werror -o ebin vendor/lambda_runtime/src/lambda_runtime_language.erl vendor/lambda_runtime/src/lambda_runtime_handler.erl
erlc +debug_info -Werror -o ebin -pa ebin vendor/lambda_runtime/src/*.erl vendor/lambda_runtime/test_support/*.erl
erlc +debug_info -Werror -o ebin -pa ebin vendor/lambda_boot/*.erl vendor/lambda_boot/image/lambda_boot_variables.erl
erlc +debug_info -Werror -o support/ebin -pa ebin support/*.erl suite/*.erl

if [ "${1:-}" = --measure ]; then
  exec erl -noinput -pa ebin support/ebin -eval 'measure:main()'
fi
erl -noinput -pa ebin support/ebin -eval 'suite:main()'

if command -v mix > /dev/null && [ -z "${SUITE:-}" ]; then
  mix format --check-formatted 'vendor/**/*.{ex,exs}'
  cd vendor/lambda_runtime
  cp -r ../../elixir/test ../../elixir/test_support .
  cp ../../vm.args .
  # As a project does that sends requests to AWS.
  sed -i 's/\[logger: :optional\]/[logger: :optional, ssl: :optional]/' mix.exs
  MIX_ENV='test' mix compile --warnings-as-errors
  ERL_AFLAGS="-pa $PWD/../../support/ebin" mix test
fi
