import { z } from 'zod/v3';

/** What a caller or a user decides about. */
const anyJson = z.unknown();

const application = z.object({ applicationId: z.string() }).strict();
const user = z.object({ userId: z.string() }).strict();
const resolutions = z
  .object({
    resolutionsPerAuthority: z.array(
      z
        .object({
          authority: z.string(),
          status: z.object({ code: z.enum(['ER_SUCCESS_MATCH', 'ER_SUCCESS_NO_MATCH']) }).strict(),
          values: z.array(
            z.object({ value: z.object({ name: z.string(), id: z.string() }).strict() }).strict(),
          ),
        })
        .strict(),
    ),
  })
  .strict();
const confirmationStatus = z.enum(['NONE', 'CONFIRMED', 'DENIED']);
const slot = z
  .object({
    name: z.string(),
    value: z.string().optional(),
    confirmationStatus,
    source: z.enum(['USER']).optional(),
    resolutions: resolutions.optional(),
    slotValue: z
      .object({ type: z.literal('Simple'), value: z.string(), resolutions })
      .strict()
      .optional(),
  })
  .strict();
const skillRequest = z
  .object({ requestId: z.string(), timestamp: z.string().datetime(), locale: z.string() })
  .strict();

/** https://developer.amazon.com/en-US/docs/alexa/custom-skills/request-and-response-json-reference.html */
const skill = z
  .object({
    version: z.literal('1.0'),
    session: z
      .object({
        new: z.boolean(),
        sessionId: z.string(),
        application,
        attributes: z.record(z.unknown()),
        user,
      })
      .strict(),
    context: z
      .object({
        System: z
          .object({
            application,
            user,
            device: z
              .object({ deviceId: z.string(), supportedInterfaces: z.record(z.unknown()) })
              .strict(),
            apiEndpoint: z.string().url(),
            apiAccessToken: z.string(),
          })
          .strict(),
      })
      .strict(),
    request: z.discriminatedUnion('type', [
      skillRequest.extend({
        type: z.literal('LaunchRequest'),
        shouldLinkResultBeReturned: z.boolean(),
      }),
      skillRequest.extend({
        type: z.literal('IntentRequest'),
        dialogState: z.enum(['STARTED', 'IN_PROGRESS', 'COMPLETED']),
        intent: z.object({ name: z.string(), confirmationStatus, slots: z.record(slot) }).strict(),
      }),
      skillRequest.extend({
        type: z.literal('SessionEndedRequest'),
        reason: z.enum(['USER_INITIATED', 'ERROR', 'EXCEEDED_MAX_REPROMPTS']),
        error: z.object({ type: z.string(), message: z.string() }).strict().optional(),
      }),
    ]),
  })
  .strict();

const scope = z.object({ type: z.literal('BearerToken'), token: z.string() }).strict();

/** https://developer.amazon.com/en-US/docs/alexa/device-apis/message-guide.html */
const smartHome = z
  .object({
    directive: z
      .object({
        header: z
          .object({
            namespace: z.string().regex(/^Alexa(\.\w+)?$/),
            name: z.string(),
            payloadVersion: z.literal('3'),
            messageId: z.string().uuid(),
            correlationToken: z.string().optional(),
          })
          .strict(),
        endpoint: z
          .object({ scope, endpointId: z.string(), cookie: z.record(z.string()) })
          .strict()
          .optional(),
        payload: z.record(z.unknown()),
      })
      .strict(),
  })
  .strict();

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html */
const webSocketAuthorizer = z
  .object({
    type: z.literal('REQUEST'),
    methodArn: z.string().regex(/^arn:aws:execute-api:[^/]+\/[^/]+\/\$connect$/),
    headers: z.record(z.string()),
    multiValueHeaders: z.record(z.array(z.string())),
    queryStringParameters: z.record(z.string()),
    multiValueQueryStringParameters: z.record(z.array(z.string())),
    stageVariables: z.record(z.string()),
    requestContext: z
      .object({
        routeKey: z.literal('$connect'),
        eventType: z.literal('CONNECT'),
        extendedRequestId: z.string(),
        requestTime: z.string(),
        messageDirection: z.literal('IN'),
        stage: z.string(),
        connectedAt: z.number(),
        requestTimeEpoch: z.number(),
        identity: z.object({ sourceIp: z.string().ip() }).strict(),
        requestId: z.string(),
        domainName: z.string(),
        connectionId: z.string(),
        apiId: z.string(),
      })
      .strict(),
  })
  .strict();

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html */
const macro = z
  .object({
    region: z.string(),
    accountId: z.string(),
    fragment: z.record(z.unknown()),
    transformId: z.string(),
    params: z.record(z.unknown()),
    requestId: z.string(),
    templateParameterValues: z.record(z.unknown()),
  })
  .strict();

/** https://docs.aws.amazon.com/redshift/latest/dg/udf-creating-a-lambda-sql-udf.html */
const lambdaUdf = z
  .object({
    request_id: z.string().uuid(),
    cluster: z.string(),
    user: z.string(),
    database: z.string(),
    external_function: z.string(),
    query_id: z.number().int(),
    num_records: z.number().int(),
    arguments: z.array(z.array(z.unknown())),
  })
  .strict()
  .refine((event) => event.arguments.length === event.num_records);

const labeling = { version: z.literal('2018-10-16'), labelingJobArn: z.string() };

/** https://docs.aws.amazon.com/sagemaker/latest/dg/sms-custom-templates-step3-lambda-requirements.html */
const groundTruth = z.union([
  z
    .object({ ...labeling, dataObject: z.object({ 'source-ref': z.string().url() }).strict() })
    .strict(),
  z
    .object({
      ...labeling,
      labelCategories: z.array(z.string()),
      labelAttributeName: z.string(),
      roleArn: z.string(),
      payload: z.object({ s3Uri: z.string().url() }).strict(),
    })
    .strict(),
]);

const address = z.object({ address: z.string().email() }).strict();

/** https://docs.aws.amazon.com/workmail/latest/adminguide/lambda.html */
const workMail = z
  .object({
    summaryVersion: z.literal('2018-10-10'),
    envelope: z.object({ mailFrom: address, recipients: z.array(address) }).strict(),
    sender: address,
    subject: z.string(),
    messageId: z.string().uuid(),
    invocationId: z.string(),
    flowDirection: z.enum(['INBOUND', 'OUTBOUND']),
    truncated: z.boolean(),
  })
  .strict();

/** Of the samples that no library has a type for: all of a source, or single ones. */
export const ownSchemas: Readonly<Record<string, z.ZodTypeAny>> = {
  'alexa-skills-kit': skill,
  'alexa-smart-home': smartHome,
  'authorizer/websocket': webSocketAuthorizer,
  'cloudformation/macro': macro,
  direct: anyJson,
  'iot/rule': anyJson,
  redshift: lambdaUdf,
  'sagemaker-ground-truth': groundTruth,
  'schedule/scheduler': anyJson,
  stepfunctions: anyJson,
  workmail: workMail,
};
