import { CfnOutput, type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { ComparisonOperator, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { Platform } from 'aws-cdk-lib/aws-ecr-assets';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  ApplicationLogLevel,
  Architecture,
  type CfnFunction,
  DockerImageCode,
  DockerImageFunction,
  type EventInvokeConfigOptions,
  LoggingFormat,
  SystemLogLevel,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { AlarmTopic } from './alarm-topic.ts';
import { settings } from './settings.ts';

/** What the stack says of each function. */
export interface FunctionProps {
  readonly functionName: string;
  /** Where to send its alarms. */
  readonly alarms: AlarmTopic;
}

export interface FunctionFromImageProps extends FunctionProps {
  /** The CMD of the image. */
  readonly handler: string;
  readonly timeout: Duration;
  readonly environment?: Record<string, string>;
}

const architectures = {
  x86_64: { architecture: Architecture.X86_64, platform: Platform.LINUX_AMD64 },
  arm64: { architecture: Architecture.ARM_64, platform: Platform.LINUX_ARM64 },
};

/** A function of the image, with its role, log group, alias and alarms. */
export class FunctionFromImage extends Construct {
  /** What everything that invokes the function has to name: the version that was deployed last. */
  readonly alias: Alias;
  readonly role: Role;
  readonly #props: FunctionFromImageProps;

  constructor(scope: Construct, id: string, props: FunctionFromImageProps) {
    super(scope, id);
    this.#props = props;
    const { functionName, handler, timeout, environment, alarms } = props;

    // Without it, Lambda would create a log group that keeps everything for ever.
    const logGroup = new LogGroup(this, 'LogGroup', {
      logGroupName: `/aws/lambda/${functionName}`,
      retention: settings.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });

    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);

    const { architecture, platform } = architectures[settings.architecture];
    const fn = new DockerImageFunction(this, 'Function', {
      functionName,
      code: DockerImageCode.fromImageAsset('..', {
        target: 'function',
        platform,
        cmd: [handler],
        exclude: ['cdk'],
      }),
      architecture,
      memorySize: settings.memorySize,
      timeout,
      environment,
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel[settings.logLevel],
      systemLogLevelV2: SystemLogLevel[settings.logLevel],
      tracing: settings.tracing,
      reservedConcurrentExecutions: settings.reservedConcurrency,
    });

    if (settings.snapStart) {
      // The construct has it for the runtimes of AWS only.
      (fn.node.defaultChild as CfnFunction).snapStart = { applyOn: 'PublishedVersions' };
    }

    const { provisionedConcurrency, maximumProvisionedConcurrency } = settings;
    this.alias = new Alias(this, 'Live', {
      aliasName: 'live',
      version: fn.currentVersion,
      provisionedConcurrentExecutions: provisionedConcurrency,
    });
    this.output('Function', this.alias.functionArn);
    if (provisionedConcurrency > 0) {
      this.alias
        .addAutoScaling({
          minCapacity: provisionedConcurrency,
          maxCapacity: maximumProvisionedConcurrency,
        })
        .scaleOnUtilization({ utilizationTarget: 0.7 });
    }

    alarms.add(this, 'Errors', {
      alarmDescription: `${functionName} has failed.`,
      metric: this.alias.metricErrors(),
      threshold: 1,
    });
    alarms.add(this, 'Throttles', {
      alarmDescription: `${functionName} was invoked more often at a time than its concurrency allows.`,
      metric: this.alias.metricThrottles(),
      threshold: 1,
    });
    alarms.add(this, 'Duration', {
      alarmDescription: `${functionName} takes almost as long as its timeout.`,
      metric: this.alias.metricDuration({ statistic: Stats.percentile(99) }),
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      threshold: timeout.toMilliseconds() * 0.8,
    });
  }

  /** Invoked asynchronously, tries failed events again, and sends those that fail every time to `queue`. */
  sendFailedEventsTo(
    queue: IQueue,
    {
      retryAttempts,
      maxEventAge,
    }: Required<Pick<EventInvokeConfigOptions, 'retryAttempts' | 'maxEventAge'>>,
  ): void {
    this.alias.configureAsyncInvoke({
      retryAttempts,
      maxEventAge,
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
    });
    this.allow(['sqs:SendMessage'], queue.queueArn);
    const { functionName, alarms } = this.#props;
    alarms.add(this, 'Dropped', {
      alarmDescription: `Lambda has dropped events of ${functionName}: they were too old, or the queue refused them.`,
      metric: this.alias.metric('AsyncEventsDropped', { statistic: Stats.SUM }),
      threshold: 1,
    });
  }

  /** Shows a value after the deployment, under a name that begins with the id of the function: OrdersApiQueue. */
  output(name: string, value: string): void {
    const output = new CfnOutput(this, `${name}Output`, { value });
    output.overrideLogicalId(`${this.node.scope!.node.id}${name}`);
  }

  /** Allows the function to do `actions` on `resource`. */
  allow(actions: string[], resource: string): void {
    this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
  }
}
