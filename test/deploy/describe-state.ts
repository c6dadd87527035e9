import type { ResolvedResource } from './resolve-template.ts';
import type { Values } from './template.ts';

/** Names that tools choose, texts for people, and defaults that the CDK writes down. */
const unimportant = new Set(['Tags', 'Description', 'ServerlessCacheName', 'InstanceTenancy']);

/** These are described with what they lead to: each tool has them in its own number. */
const inOthers = new Set([
  'AWS::EC2::Route',
  'AWS::EC2::RouteTable',
  'AWS::EC2::SecurityGroupIngress',
  'AWS::EC2::SubnetRouteTableAssociation',
  'AWS::EC2::VPCGatewayAttachment',
]);

/** What functions share to keep state in, and the network that leads to it. */
export function describeState(shared: readonly ResolvedResource[]): unknown[] {
  const descriptions = shared
    .filter(({ type }) => /^AWS::(DynamoDB|ElastiCache|EC2)::/.test(type) && !inOthers.has(type))
    .map((resource) => ({ type: resource.type, ...describe(resource, shared) }));
  return descriptions.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function describe(
  { type, name, properties }: ResolvedResource,
  shared: readonly ResolvedResource[],
): Values {
  switch (type) {
    case 'AWS::EC2::SecurityGroup': {
      const { GroupDescription, VpcId, SecurityGroupEgress, SecurityGroupIngress } = properties;
      const others = ofType('AWS::EC2::SecurityGroupIngress').filter(
        ({ GroupId }) => GroupId === name,
      );
      return {
        GroupDescription,
        VpcId,
        to: (SecurityGroupEgress as Values[]).map(({ IpProtocol, CidrIp }) => [IpProtocol, CidrIp]),
        from: [...((SecurityGroupIngress as Values[] | undefined) ?? []), ...others].map(
          ({ IpProtocol, FromPort, ToPort, SourceSecurityGroupId, CidrIp }) => [
            IpProtocol,
            FromPort,
            ToPort,
            SourceSecurityGroupId ?? CidrIp,
          ],
        ),
      };
    }
    case 'AWS::EC2::InternetGateway': {
      const routes = ofType('AWS::EC2::Route').filter(({ GatewayId }) => GatewayId === name);
      return {
        ...important(properties),
        ...ofType('AWS::EC2::VPCGatewayAttachment').find(
          (each) => each['InternetGatewayId'] === name,
        ),
        subnets: subnetsOf(routes.map(({ RouteTableId }) => RouteTableId)),
        to: [...new Set(routes.map(({ DestinationCidrBlock }) => DestinationCidrBlock))],
      };
    }
    case 'AWS::EC2::Subnet':
      return { MapPublicIpOnLaunch: false, ...important(properties) };
    case 'AWS::EC2::VPCEndpoint': {
      const { RouteTableIds, ...others } = important(properties);
      return { ...others, subnets: subnetsOf(RouteTableIds as unknown[]) };
    }
    default:
      return important(properties);
  }

  function subnetsOf(routeTables: readonly unknown[]): string[] {
    return ofType('AWS::EC2::SubnetRouteTableAssociation')
      .filter(({ RouteTableId }) => routeTables.includes(RouteTableId))
      .map(({ SubnetId }) => String(SubnetId))
      .toSorted((a, b) => (a < b ? -1 : 1));
  }

  function ofType(other: string): Values[] {
    return shared.filter((each) => each.type === other).map((each) => each.properties);
  }
}

function important(properties: Values): Values {
  return Object.fromEntries(Object.entries(properties).filter(([key]) => !unimportant.has(key)));
}
