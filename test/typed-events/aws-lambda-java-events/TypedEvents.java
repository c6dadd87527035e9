import com.amazonaws.services.lambda.runtime.events.APIGatewayCustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2CustomAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.ActiveMQEvent;
import com.amazonaws.services.lambda.runtime.events.AppSyncLambdaAuthorizerEvent;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.CloudFormationCustomResourceEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchCompositeAlarmEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchLogsEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchMetricAlarmEvent;
import com.amazonaws.services.lambda.runtime.events.CodeCommitEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolCreateAuthChallengeEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolCustomMessageEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolDefineAuthChallengeEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolMigrateUserEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPostAuthenticationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPostConfirmationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreAuthenticationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreSignUpEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreTokenGenerationEventV2;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolVerifyAuthChallengeResponseEvent;
import com.amazonaws.services.lambda.runtime.events.ConfigEvent;
import com.amazonaws.services.lambda.runtime.events.ConnectEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.KafkaEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisFirehoseEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisTimeWindowEvent;
import com.amazonaws.services.lambda.runtime.events.LambdaDestinationEvent;
import com.amazonaws.services.lambda.runtime.events.MSKFirehoseEvent;
import com.amazonaws.services.lambda.runtime.events.RabbitMQEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEvent;
import com.amazonaws.services.lambda.runtime.events.S3BatchEventV2;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.S3ObjectLambdaEvent;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
import com.amazonaws.services.lambda.runtime.events.SecretsManagerRotationEvent;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Parses events with aws-lambda-java-events, and with the serialization that Lambda's Java client uses.
 *
 * <p>Arguments: files of events, each in a directory that is named after its source. Prints one line of JSON for each:
 * the type, null if there is none, and the event as that type writes it. Stops at the first file that does not parse.
 */
public final class TypedEvents {
    /** Types of the samples of a source, and of single samples of it. */
    private static final Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("alb", ApplicationLoadBalancerRequestEvent.class),
                    Map.entry("appsync/authorizer", AppSyncLambdaAuthorizerEvent.class),
                    Map.entry("authorizer/http", APIGatewayV2CustomAuthorizerEvent.class),
                    Map.entry("authorizer/request", APIGatewayCustomAuthorizerEvent.class),
                    Map.entry("authorizer/token", APIGatewayCustomAuthorizerEvent.class),
                    Map.entry("cloudformation/create", CloudFormationCustomResourceEvent.class),
                    Map.entry("cloudformation/delete", CloudFormationCustomResourceEvent.class),
                    Map.entry("cloudformation/update", CloudFormationCustomResourceEvent.class),
                    Map.entry("cloudwatch-alarm/composite", CloudWatchCompositeAlarmEvent.class),
                    Map.entry("cloudwatch-alarm/metric", CloudWatchMetricAlarmEvent.class),
                    Map.entry("codecommit", CodeCommitEvent.class),
                    Map.entry("cognito-sync", CognitoEvent.class),
                    Map.entry("cognito/confirmed", CognitoUserPoolPostConfirmationEvent.class),
                    Map.entry("cognito/create-auth-challenge", CognitoUserPoolCreateAuthChallengeEvent.class),
                    Map.entry("cognito/custom-message", CognitoUserPoolCustomMessageEvent.class),
                    Map.entry("cognito/define-auth-challenge", CognitoUserPoolDefineAuthChallengeEvent.class),
                    Map.entry("cognito/pre-sign-up-external-provider", CognitoUserPoolPreSignUpEvent.class),
                    Map.entry("cognito/custom-message-admin-create-user", CognitoUserPoolCustomMessageEvent.class),
                    Map.entry("cognito/post-confirmation-forgot-password", CognitoUserPoolPostConfirmationEvent.class),
                    Map.entry("cognito/post-authentication", CognitoUserPoolPostAuthenticationEvent.class),
                    Map.entry("cognito/pre-authentication", CognitoUserPoolPreAuthenticationEvent.class),
                    Map.entry("cognito/pre-token-generation", CognitoUserPoolPreTokenGenerationEvent.class),
                    Map.entry("cognito/pre-token-generation-v2", CognitoUserPoolPreTokenGenerationEventV2.class),
                    Map.entry("cognito/pre-token-generation-v3", CognitoUserPoolPreTokenGenerationEventV2.class),
                    Map.entry("cognito/set", CognitoUserPoolPreSignUpEvent.class),
                    Map.entry("cognito/sign-up", CognitoUserPoolPreSignUpEvent.class),
                    Map.entry("cognito/user-migration", CognitoUserPoolMigrateUserEvent.class),
                    Map.entry("cognito/user-migration-forgot-password", CognitoUserPoolMigrateUserEvent.class),
                    Map.entry("cognito/verify-auth-challenge", CognitoUserPoolVerifyAuthChallengeResponseEvent.class),
                    Map.entry("config", ConfigEvent.class),
                    Map.entry("connect", ConnectEvent.class),
                    Map.entry("cwlogs", CloudWatchLogsEvent.class),
                    Map.entry("dynamodb", DynamodbEvent.class),
                    Map.entry("dynamodb/window", DynamodbTimeWindowEvent.class),
                    Map.entry("eventbridge", ScheduledEvent.class),
                    Map.entry("firehose", KinesisFirehoseEvent.class),
                    Map.entry("firehose/msk", MSKFirehoseEvent.class),
                    Map.entry("http", APIGatewayV2HTTPEvent.class),
                    Map.entry("kafka", KafkaEvent.class),
                    Map.entry("kinesis", KinesisEvent.class),
                    Map.entry("kinesis/final-window", KinesisTimeWindowEvent.class),
                    Map.entry("kinesis/window", KinesisTimeWindowEvent.class),
                    Map.entry("lambda-destination", LambdaDestinationEvent.class),
                    Map.entry("mq/activemq", ActiveMQEvent.class),
                    Map.entry("mq/rabbitmq", RabbitMQEvent.class),
                    Map.entry("rest", APIGatewayProxyRequestEvent.class),
                    Map.entry("s3", S3Event.class),
                    Map.entry("s3-batch/v1", S3BatchEvent.class),
                    Map.entry("s3-batch/v2", S3BatchEventV2.class),
                    Map.entry("s3-object-lambda/get-object", S3ObjectLambdaEvent.class),
                    Map.entry("schedule/rule", ScheduledEvent.class),
                    Map.entry("secretsmanager", SecretsManagerRotationEvent.class),
                    Map.entry("sns", SNSEvent.class),
                    Map.entry("sqs", SQSEvent.class),
                    Map.entry("websocket", APIGatewayV2WebSocketEvent.class));

    public static void main(String[] files) throws Exception {
        for (var file : files) {
            try {
                var path = Path.of(file);
                var type = typeOf(path.getParent().getFileName().toString(), path.getFileName().toString());
                if (type == null) {
                    System.out.println("{\"type\": null}");
                    continue;
                }
                System.out.printf("{\"type\": \"%s\", \"event\": %s}%n", type.getSimpleName(), rewrite(path, type));
            } catch (RuntimeException error) {
                throw new IllegalArgumentException(file, error);
            }
        }
    }

    private static Class<?> typeOf(String source, String file) {
        var type = TYPES.get(source + "/" + file.replace(".json", ""));
        return type == null ? TYPES.get(source) : type;
    }

    private static <T> String rewrite(Path file, Class<T> type) throws Exception {
        var serializer = LambdaEventSerializers.serializerFor(type, TypedEvents.class.getClassLoader());
        var written = new ByteArrayOutputStream();
        serializer.toJson(serializer.fromJson(Files.readString(file)), written);
        return written.toString(StandardCharsets.UTF_8);
    }
}
