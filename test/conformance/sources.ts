const guide = 'https://docs.aws.amazon.com/lambda/latest/dg';
const emulator =
  'https://github.com/aws/aws-lambda-runtime-interface-emulator/blob/v1.30/internal/lambda';

/** Where Lambda's promises are written: its guide, and the emulator, whose core is Lambda's own. */
export const sources = {
  runtimeApi: `${guide}/runtimes-api.html`,
  customRuntime: `${guide}/runtimes-custom.html`,
  executionEnvironment: `${guide}/lambda-runtime-environment.html`,
  extensions: `${guide}/runtimes-extensions-api.html`,
  variables: `${guide}/configuration-envvars.html`,
  bestPractices: `${guide}/best-practices.html`,
  limits: `${guide}/gettingstarted-limits.html`,
  images: `${guide}/images-create.html`,
  streaming: `${guide}/configuration-response-streaming.html`,
  logFormat: `${guide}/monitoring-cloudwatchlogs-logformat.html`,
  logLevel: `${guide}/monitoring-cloudwatchlogs-log-level.html`,
  managedInstances: `${guide}/lambda-managed-instances-runtimes.html`,
  invocationId: 'https://github.com/aws/aws-lambda-python-runtime-interface-client/pull/214',
  invoke: 'https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html',
  json: 'https://www.rfc-editor.org/rfc/rfc8259',
  headers: `${emulator}/rapi/rendering/rendering.go`,
  errorTypes: `${emulator}/fatalerror/fatalerror.go`,
  payloadSize: `${emulator}/interop/model.go`,
  states: `${emulator}/core/states.go`,
} as const;
