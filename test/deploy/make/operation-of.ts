import type { ProxyRequest } from './start-proxy.ts';

/** Operations of REST APIs that tests name; of all others, method and path are enough. */
const restOperations: readonly (readonly [string, string, RegExp, string])[] = [
  ['lambda', 'POST', /^\/2015-03-31\/functions\/?$/, 'CreateFunction'],
  ['lambda', 'POST', /\/invocations$/, 'Invoke'],
  ['lambda', 'PUT', /\/functions\/[^/]+\/code$/, 'UpdateFunctionCode'],
  ['lambda', 'PUT', /\/functions\/[^/]+\/configuration$/, 'UpdateFunctionConfiguration'],
  ['lambda', 'POST', /\/functions\/[^/]+\/versions$/, 'PublishVersion'],
  ['lambda', 'POST', /\/functions\/[^/]+\/aliases$/, 'CreateAlias'],
  ['lambda', 'PUT', /\/functions\/[^/]+\/aliases\/[^/]+$/, 'UpdateAlias'],
  ['lambda', 'DELETE', /\/functions\/[^/]+$/, 'DeleteFunction'],
];

/** What a request to AWS asks for, in each of its three protocols. */
export function operationOf({ method, path, headers, body }: ProxyRequest): {
  service: string;
  operation: string;
} {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1];
  const { pathname } = new URL(path, 'http://aws');
  return {
    service: service ?? 'unsigned',
    operation:
      headers['x-amz-target']?.toString().split('.').at(-1) ??
      /(?:^|&)Action=(\w+)/.exec(body.toString('latin1'))?.[1] ??
      restOperations.find(
        ([of, verb, at]) => of === service && verb === method && at.test(pathname),
      )?.[3] ??
      `${method} ${pathname}`,
  };
}
