import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { execa } from 'execa';

import { startSandbox } from '../../../lambda/sandbox/start-sandbox.ts';
import { freePort } from '../../docker/free-port.ts';
import { startRegistry } from '../../docker/registry.ts';
import { findTool } from '../../machine/find-tool.ts';
import { operationOf } from './operation-of.ts';
import {
  forward,
  startProxy,
  textResponse,
  type ProxyRequest,
  type ProxyResponse,
} from './start-proxy.ts';

const motoServer = fileURLToPath(new URL('moto_server.py', import.meta.url));

const region = 'eu-central-1';
const accountId = '123456789012';
const password = 'of-the-registry';
const awsRegistry = `${accountId}.dkr.ecr.${region}.amazonaws.com`;

/** The version of the AWS CLI that is on PATH. */
export type AwsCli = 1 | 2;

/** A stand-in for an account of AWS: moto, with a registry in place of ECR's, where functions run for real. */
export interface Account extends AsyncDisposable {
  /** Variables that lead the AWS CLI, SDKs and tools there. */
  readonly env: Record<string, string>;
  /** What was called, in order: `lambda CreateFunction`, `registry PUT manifests`. */
  readonly calls: string[];
  /** `host:port` of the registry. */
  readonly registry: string;
  /** What sts refuses all requests with, if set: the code of an error. */
  refusal: string | undefined;
  /** Calls a JSON API of AWS at moto itself, which is not recorded. */
  call(service: string, method: string, path: string, body?: unknown): Promise<unknown>;
}

/**
 * Starts it on this machine. The engine has to be on this machine, too: it takes a registry at 127.0.0.1 without TLS, so
 * that neither its configuration nor /etc/hosts need a change. Pushes need the password that ECR gives.
 */
export async function startAccount(awsCli: AwsCli): Promise<Account> {
  const directory = await mkdtemp(path.join(tmpdir(), 'lambda-container-account-'));
  const motoPort = await freePort();
  const pythonTools = await findTool('python-tools');
  const python = path.join(pythonTools, 'python3');
  const moto = execa(python, [motoServer, '--host', '127.0.0.1', '--port', String(motoPort)], {
    all: true,
    env: { AWS_DEFAULT_REGION: region },
  });
  const registry = await startRegistry();
  const registryPort = Number(registry.host.split(':')[1]);

  const calls: string[] = [];
  const registryProxy = await startProxy(answerRegistry);
  const address = `127.0.0.1:${registryProxy.port}`;
  const apiProxy = await startProxy(answerApi);
  await untilAnswering(motoPort, moto);

  const account: Account = {
    env: {
      PATH: [
        ...(awsCli === 1 ? [] : [await findTool('aws-cli-2')]),
        pythonTools,
        process.env['PATH'],
      ].join(':'),
      AWS_ENDPOINT_URL: `http://127.0.0.1:${apiProxy.port}`,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_CONFIG_FILE: path.join(directory, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: path.join(directory, 'credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      DOCKER_CONFIG: path.join(directory, 'docker'),
    },
    calls,
    registry: address,
    refusal: undefined,
    async call(service, method, requestPath, body) {
      const response = await toMoto(service, method, requestPath, body);
      return JSON.parse(response.body.toString() || 'null');
    },
    async [Symbol.asyncDispose]() {
      await apiProxy[Symbol.asyncDispose]();
      await registryProxy[Symbol.asyncDispose]();
      await registry[Symbol.asyncDispose]();
      moto.kill();
      await Promise.allSettled([moto]);
      await rm(directory, { recursive: true, force: true });
    },
  };
  return account;

  async function answerApi(request: ProxyRequest): Promise<ProxyResponse> {
    const { service, operation } = operationOf(request);
    calls.push(`${service} ${operation}`);
    if (service === 'sts' && account.refusal !== undefined) {
      return refused(account.refusal);
    }
    if (service === 'lambda' && operation === 'Invoke') return invoke(request);
    const response = await forward(request, motoPort);
    if (service !== 'ecr' && operation !== 'DescribeStacks') return response;
    const text = response.body.toString();
    const body = Buffer.from(
      operation === 'GetAuthorizationToken'
        ? JSON.stringify(authorization(address))
        : text.replaceAll(awsRegistry, address),
    );
    return { ...response, body };
  }

  /** The registry of ECR wants a password, and has no repositories but those that were created. */
  async function answerRegistry(request: ProxyRequest): Promise<ProxyResponse> {
    const { method, headers, body } = request;
    const expected = `Basic ${Buffer.from(`AWS:${password}`).toString('base64')}`;
    if (headers.authorization !== expected) {
      const response = textResponse(401, 'unauthorized');
      return { ...response, headers: { 'www-authenticate': 'Basic realm="ECR"' } };
    }
    const [, repository, kind, reference] =
      /^\/v2\/(.+)\/(manifests|blobs)\/([^?]+)/.exec(request.path) ?? [];
    const { authorization: _, ...others } = headers;
    const response = await forward({ ...request, headers: others }, registryPort);
    if (kind !== undefined && response.status < 400) calls.push(`registry ${method} ${kind}`);
    if (method === 'PUT' && kind === 'manifests') {
      const put = await toMoto('ecr', 'POST', '/', {
        target: 'AmazonEC2ContainerRegistry_V20150921.PutImage',
        repositoryName: repository,
        imageManifest: body.toString(),
        imageManifestMediaType: headers['content-type'],
        imageTag: reference,
        imageDigest: response.headers['docker-content-digest'],
      });
      // Also for the image that has this tag already, if the tags of the repository are immutable.
      if (put.status >= 400) return textResponse(400, put.body.toString());
    }
    return response;
  }

  /** Runs the image that the alias points at, as Lambda does. */
  async function invoke({ path: requestPath, body }: ProxyRequest): Promise<ProxyResponse> {
    const { pathname, search } = new URL(requestPath, 'http://lambda');
    const name = pathname.split('/')[3]!;
    const found = await account.call('lambda', 'GET', `/2015-03-31/functions/${name}${search}`);
    const { Code, Configuration } = found as {
      Code: { ImageUri: string };
      Configuration: {
        MemorySize: number;
        Timeout: number;
        ImageConfigResponse?: { ImageConfig: { Command?: string[] } };
      };
    };
    await using sandbox = await startSandbox({
      image: Code.ImageUri.replace(awsRegistry, address),
      command: Configuration.ImageConfigResponse?.ImageConfig.Command ?? [],
      memoryMb: Configuration.MemorySize,
      timeoutMs: Configuration.Timeout * 1000,
      functionName: decodeURIComponent(name),
    });
    const { result } = await sandbox.invoke(body);
    const headers = result.error === undefined ? {} : { 'x-amz-function-error': 'Unhandled' };
    return { status: 200, headers, body: Buffer.from(result.body) };
  }

  async function toMoto(
    service: string,
    method: string,
    requestPath: string,
    content?: unknown,
  ): Promise<ProxyResponse> {
    const { target, ...body } = (content ?? {}) as { target?: string };
    const scope = `AKIDEXAMPLE/20260101/${region}/${service}/aws4_request`;
    return forward(
      {
        method,
        path: requestPath,
        headers: {
          host: `${service}.${region}.amazonaws.com`,
          authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
          ...(target === undefined ? {} : { 'x-amz-target': target }),
          'content-type': target === undefined ? 'application/json' : 'application/x-amz-json-1.1',
        },
        body: content === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)),
      },
      motoPort,
    );
  }
}

function authorization(address: string): unknown {
  const authorizationToken = Buffer.from(`AWS:${password}`).toString('base64');
  const expiresAt = Date.now() / 1000 + 43_200;
  return {
    authorizationData: [{ authorizationToken, expiresAt, proxyEndpoint: `http://${address}` }],
  };
}

/** An error as sts sends it. */
function refused(code: string): ProxyResponse {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>The security token included in the request is not valid</Message></Error>`;
  const text = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">${error}<RequestId>1</RequestId></ErrorResponse>`;
  return { ...textResponse(403, text), headers: { 'content-type': 'text/xml' } };
}

/** Waits until a server of ours answers. Rejects if it ends. */
async function untilAnswering(port: number, server: Promise<unknown>): Promise<void> {
  let failure: unknown;
  server.catch((error: unknown) => {
    failure = error;
  });
  for (;;) {
    if (failure !== undefined) throw failure;
    try {
      await fetch(`http://127.0.0.1:${port}/`);
      return;
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
  }
}
