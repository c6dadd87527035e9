import { randomBytes } from 'node:crypto';

/** The settings that determine the environment variables of a function. */
export interface FunctionSettings {
  functionName: string;
  memoryMb: number;
  concurrency: number;
  env: Readonly<Record<string, string>>;
}

/** The variables that Lambda sets, overriding the settings of the function and the ENV of the image. */
function forced(
  { functionName, memoryMb, concurrency }: FunctionSettings,
  runtimeApi: string,
): Record<string, string> {
  return {
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStreamName(),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_EXECUTION_ENV: 'AWS_Lambda_Image',
    LAMBDA_TASK_ROOT: '/var/task',
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    // Lambda sets it to an empty string for images: the handler is only in the command.
    _HANDLER: '',
    ...(concurrency > 1 && {
      AWS_LAMBDA_MAX_CONCURRENCY: String(concurrency),
      AWS_LAMBDA_INITIALIZATION_TYPE: 'lambda-managed-instances',
    }),
  };
}

/** Variables that the settings of the function override. There are no fake credentials. */
const defaults = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-east-1' };

/** The names of the variables that the settings of a function cannot override. */
export function isForced(name: string): boolean {
  return Object.hasOwn(
    forced({ functionName: '', memoryMb: 0, concurrency: 2, env: {} }, ''),
    name,
  );
}

/** All environment variables of a function in an image. */
export function environmentVariables(
  settings: FunctionSettings,
  runtimeApi: string,
): Record<string, string> {
  return {
    ...defaults,
    ...settings.env,
    ...forced(settings, runtimeApi),
  };
}

/** A log stream name as in CloudWatch Logs: `2026/11/21/[$LATEST]` and 32 hexadecimal digits. */
function logStreamName(): string {
  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  return `${day}/[$LATEST]${randomBytes(16).toString('hex')}`;
}
