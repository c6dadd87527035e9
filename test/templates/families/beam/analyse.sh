#!/bin/sh
# Cross-reference check and type analysis of the runtime with its test support; no warning is accepted. run.sh has put
# the files beside this script.
set -eu
cd "$(dirname "$0")/vendor/lambda_runtime"
cat >> rebar.config << 'END'
{xref_checks, [undefined_function_calls, undefined_functions, locals_not_used, deprecated_function_calls]}.
{dialyzer, [{plt_extra_apps, [crypto, public_key, ssl]}, {warnings, [unmatched_returns, error_handling, extra_return, missing_return, unknown]}]}.
END
rm -f mix.exs
rebar3 as test xref
rebar3 as test dialyzer
