package example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

public class App implements RequestHandler<Map<String, Object>, Map<String, String>> {
    @Override
    public Map<String, String> handleRequest(Map<String, Object> event, Context context) {
        if (!(event.get("name") instanceof String name)) {
            throw new IllegalArgumentException("expected an event with a name, such as {\"name\": \"Ada\"}");
        }
        return Map.of("message", "Hello, " + name + "!");
    }
}
