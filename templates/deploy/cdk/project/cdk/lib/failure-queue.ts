import { Duration } from 'aws-cdk-lib';
import { Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic.ts';

/** A queue for what could not be processed, with an alarm when something is in it. */
export class FailureQueue extends Queue {
  constructor(scope: Construct, id: string, alarms: AlarmTopic) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      // The longest that SQS keeps a message: time to find the mistake, and to process it again.
      retentionPeriod: Duration.days(14),
    });
    alarms.add(this, 'NotEmpty', {
      alarmDescription: 'Something could not be processed. Look at the messages in the queue.',
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      threshold: 1,
    });
  }
}
