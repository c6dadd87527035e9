import { sendJson } from '../../http/send-json.ts';
import type { Call } from '../call.ts';
import { findFunction, functionArn } from '../functions.ts';
import type { LocalFunction } from '../local-function.ts';

/** GET /2015-03-31/functions: what `aws lambda list-functions` shows. */
export function listFunctions({ response, functions }: Call): void {
  const all = [...functions.values()].map((each) => configurationOf(each, functionArn(each)));
  sendJson(response, 200, JSON.stringify({ Functions: all }));
}

/** GET /2015-03-31/functions/{name}: what the waiters of the SDKs ask for. */
export function getFunction(call: Call, encodedName: string): void {
  const { found, arn } = findFunction(call, encodedName);
  const body = { Configuration: configurationOf(found, arn), Code: { RepositoryType: 'ECR' } };
  sendJson(call.response, 200, JSON.stringify(body));
}

/** GET /2015-03-31/functions/{name}/configuration */
export function getFunctionConfiguration(call: Call, encodedName: string): void {
  const { found, arn } = findFunction(call, encodedName);
  sendJson(call.response, 200, JSON.stringify(configurationOf(found, arn)));
}

function configurationOf({ name, handler, memoryMb, timeoutMs }: LocalFunction, arn: string) {
  return {
    FunctionName: name,
    FunctionArn: arn,
    PackageType: 'Image',
    ImageConfigResponse: { ImageConfig: { Command: [handler] } },
    MemorySize: memoryMb,
    Timeout: timeoutMs / 1000,
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
  };
}
