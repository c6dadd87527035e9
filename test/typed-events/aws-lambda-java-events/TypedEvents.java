import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2WebSocketEvent;
import com.amazonaws.services.lambda.runtime.events.ApplicationLoadBalancerRequestEvent;
import com.amazonaws.services.lambda.runtime.events.CloudWatchLogsEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPostConfirmationEvent;
import com.amazonaws.services.lambda.runtime.events.CognitoUserPoolPreSignUpEvent;
import com.amazonaws.services.lambda.runtime.events.DynamodbEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.SNSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.ScheduledEvent;
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
 * the type, and the event as that type writes it. Stops at the first file that does not parse.
 */
public final class TypedEvents {
    private static final Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("alb", ApplicationLoadBalancerRequestEvent.class),
                    Map.entry("cognito", CognitoUserPoolPreSignUpEvent.class),
                    Map.entry("confirmed", CognitoUserPoolPostConfirmationEvent.class),
                    Map.entry("cwlogs", CloudWatchLogsEvent.class),
                    Map.entry("dynamodb", DynamodbEvent.class),
                    Map.entry("eventbridge", ScheduledEvent.class),
                    Map.entry("function-url", APIGatewayV2HTTPEvent.class),
                    Map.entry("http", APIGatewayV2HTTPEvent.class),
                    Map.entry("kinesis", KinesisEvent.class),
                    Map.entry("rest", APIGatewayProxyRequestEvent.class),
                    Map.entry("s3", S3Event.class),
                    Map.entry("schedule", ScheduledEvent.class),
                    Map.entry("sns", SNSEvent.class),
                    Map.entry("sqs", SQSEvent.class),
                    Map.entry("websocket", APIGatewayV2WebSocketEvent.class));

    public static void main(String[] files) throws Exception {
        for (var file : files) {
            try {
                var path = Path.of(file);
                var type = TYPES.get(path.getParent().getFileName().toString());
                System.out.printf("{\"type\": \"%s\", \"event\": %s}%n", type.getSimpleName(), rewrite(path, type));
            } catch (RuntimeException error) {
                throw new IllegalArgumentException(file, error);
            }
        }
    }

    private static <T> String rewrite(Path file, Class<T> type) throws Exception {
        var serializer = LambdaEventSerializers.serializerFor(type, TypedEvents.class.getClassLoader());
        var written = new ByteArrayOutputStream();
        serializer.toJson(serializer.fromJson(Files.readString(file)), written);
        return written.toString(StandardCharsets.UTF_8);
    }
}
