import { randomUUID } from 'node:crypto';

import { ServiceError } from '../invoke-api/service-error.ts';
import { isObject, jsonOf } from './json-of.ts';
import { account, region } from './local-arn.ts';

export interface EventbridgeOptions {
  /** Of an event that does not say it. */
  readonly source: string;
  readonly detailType: string;
}

/** The event of a bus with that detail; an event with its `detail-type` as it is. Throws a ServiceError for anything else. */
export function eventbridgeEvent(data: Buffer, { source, detailType }: EventbridgeOptions): Buffer {
  const given = jsonOf(data);
  if (!isObject(given)) {
    throw new ServiceError(
      'InvalidRequestContentException',
      'Expected the detail of an event, a JSON object.',
    );
  }
  if ('detail-type' in given && 'detail' in given) return data;
  const event = {
    version: '0',
    id: randomUUID(),
    'detail-type': detailType,
    source,
    account: account,
    time: new Date().toISOString().replace(/\.\d+/, ''),
    region,
    resources: [],
    detail: given,
  };
  return Buffer.from(JSON.stringify(event));
}
