import { ArnFormat, Names, Stack } from 'aws-cdk-lib';
import {
  GatewayVpcEndpointAwsService,
  IpAddresses,
  Port,
  SecurityGroup,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { CfnServerlessCache } from 'aws-cdk-lib/aws-elasticache';
import { Effect, PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

const networkActions = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/**
 * Where the functions keep what may be lost: a cache, and the network that leads to it. It costs money by the hour, used or
 * not: at least 6 USD a month.
 */
export class State extends Construct {
  readonly vpc: Vpc;
  /** That of the functions. */
  readonly securityGroup: SecurityGroup;
  /** The address of the cache, inside the network. */
  readonly endpoint: string;
  readonly redisUrl: string;

  constructor(scope: Construct, id: string) {
    super(scope, id);

    // A network without a way to the Internet. What invokes the functions needs none: Lambda does it.
    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      // So that one Availability Zone may fail.
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        { name: 'private', subnetType: SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },
      ],
      // The way to S3 and to DynamoDB, which costs nothing. Other services of AWS need an interface endpoint each, or a NAT
      // gateway. Without one, calls to them hang until the function times out.
      gatewayEndpoints: {
        S3: { service: GatewayVpcEndpointAwsService.S3 },
        DynamoDB: { service: GatewayVpcEndpointAwsService.DYNAMODB },
      },
      // Nothing uses the default security group. To empty it, the CDK would deploy a function of its own.
      restrictDefaultSecurityGroup: false,
    });

    this.securityGroup = new SecurityGroup(this, 'Functions', {
      vpc: this.vpc,
      description: 'Functions',
    });
    const securityGroup = new SecurityGroup(this, 'CacheGroup', {
      vpc: this.vpc,
      description: 'Cache',
    });
    // Only the functions reach the cache: 6379 is its port, and 6380 that of its replicas.
    securityGroup.addIngressRule(this.securityGroup, Port.tcpRange(6379, 6380));

    const cache = new CfnServerlessCache(this, 'Cache', {
      serverlessCacheName: Names.uniqueResourceName(this, {
        maxLength: 40,
        separator: '-',
      }).toLowerCase(),
      description: `State of ${Stack.of(this).stackName}`,
      engine: 'valkey',
      majorEngineVersion: '8',
      subnetIds: this.vpc.isolatedSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [securityGroup.securityGroupId],
      // The most that it can cost: 61 USD a month for storage, and 30 for requests.
      cacheUsageLimits: {
        dataStorage: { maximum: 1, unit: 'GB' },
        ecpuPerSecond: { maximum: 5000 },
      },
    });
    this.endpoint = cache.attrEndpointAddress;
    // rediss: with TLS, as the cache has it always.
    this.redisUrl = `rediss://${this.endpoint}:${cache.attrEndpointPort}`;
  }

  /** Lets Lambda connect a function to the network. The code of the function has the same role, and may not. */
  allowConnecting(role: Role, functionName: string): void {
    // When Lambda checks the role, there are no network interfaces to name.
    const resources = ['*'];
    role.addToPolicy(new PolicyStatement({ actions: networkActions, resources }));
    const functionArn = Stack.of(this).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName: functionName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    role.addToPolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: networkActions,
        resources,
        conditions: { ArnEquals: { 'lambda:SourceFunctionArn': functionArn } },
      }),
    );
  }
}
