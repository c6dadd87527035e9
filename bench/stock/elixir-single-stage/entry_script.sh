#!/bin/sh
if [ -z "${AWS_LAMBDA_RUNTIME_API}" ]; then
  exec /usr/local/bin/aws-lambda-rie /app/_build/prod/rel/hello/bin/hello start
else
  exec /app/_build/prod/rel/hello/bin/hello start
fi
