import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';

/** Where the functions keep what must outlive their execution environments. DynamoDB encrypts every table. */
export class State extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      // Items with the same pk are together, in the order of their sk: a query returns them.
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      // An item with a time in expiresAt, in seconds since 1970, is deleted after it: days later at worst.
      timeToLiveAttribute: 'expiresAt',
      // The table can be restored to any second of the last 35 days, also after it was deleted with the stack.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // RETAIN would keep it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}
