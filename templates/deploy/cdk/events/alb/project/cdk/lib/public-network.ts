import { Stack } from 'aws-cdk-lib';
import { IpAddresses, Peer, Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';

/** The network of the load balancers. It costs nothing. The functions are not in it: Lambda invokes them. */
export class PublicNetwork extends Construct {
  readonly vpc: Vpc;
  /** That of the load balancers. */
  readonly securityGroup: SecurityGroup;

  private constructor(scope: Construct) {
    super(scope, 'network');

    this.vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.1.0.0/16'),
      // A load balancer has to be in two Availability Zones.
      maxAzs: 2,
      natGateways: 0,
      subnetConfiguration: [
        {
          name: 'public',
          subnetType: SubnetType.PUBLIC,
          cidrMask: 24,
          mapPublicIpOnLaunch: false,
        },
      ],
      // Nothing uses the default security group. To empty it, the CDK would deploy a function of its own.
      restrictDefaultSecurityGroup: false,
    });

    this.securityGroup = new SecurityGroup(this, 'LoadBalancers', {
      vpc: this.vpc,
      description: 'Load balancers',
    });
    this.securityGroup.addIngressRule(Peer.anyIpv4(), Port.tcp(80));
  }

  /** That of the stack: all its load balancers share one. */
  static of(construct: Construct): PublicNetwork {
    const stack = Stack.of(construct);
    const network = stack.node.tryFindChild('network');
    return network instanceof PublicNetwork ? network : new PublicNetwork(stack);
  }
}
