import { randomBytes, randomUUID } from 'node:crypto';

import { localArn, region } from './local-arn.ts';
import { recordsOf } from './records-of.ts';
import { textOf } from './text-of.ts';

/** The event for a message of a topic; an event of SNS as it is. Throws a ServiceError for what is no text. */
export function snsEvent(data: Buffer, functionName: string, subject: string | undefined): Buffer {
  if (recordsOf(data, 'aws:sns') !== undefined) return data;
  const topic = localArn('sns', functionName);
  const subscription = `${topic}:${randomUUID()}`;
  const url = `https://sns.${region}.amazonaws.com/`;
  const record = {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: subscription,
    Sns: {
      Type: 'Notification',
      MessageId: randomUUID(),
      TopicArn: topic,
      Subject: subject ?? null,
      Message: textOf(data, 'a message'),
      Timestamp: new Date().toISOString(),
      SignatureVersion: '1',
      // Of the usual length, and of nobody.
      Signature: randomBytes(256).toString('base64'),
      SigningCertUrl: `${url}SimpleNotificationService-0123456789abcdef0123456789abcdef.pem`,
      UnsubscribeUrl: `${url}?Action=Unsubscribe&SubscriptionArn=${subscription}`,
      MessageAttributes: {},
    },
  };
  return Buffer.from(JSON.stringify({ Records: [record] }));
}
