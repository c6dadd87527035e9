import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Makes the AOT cache of a function: the JVM starts several times faster with it. Called by the Dockerfile.
 *
 * <pre>java Training.java CACHE FUNCTION=HANDLER...</pre>
 *
 * <p>The cache has the classes that the JVM loads in a training run. In it, each handler gets the events in
 * events/FUNCTION from a Runtime API, as on Lambda. Their responses do not matter. Requests to AWS come here as well, and
 * get an empty object.
 */
final class Training {
    private static final int SECONDS_FOR_AN_EVENT = 60;
    private static final int SECONDS_FOR_THE_CACHE = 600;
    private static final String RUNTIME_API = "/2018-06-01/runtime/";

    /** Requests for the next event, each of a handler that waits for the response. */
    private final BlockingQueue<HttpExchange> waiting = new LinkedBlockingQueue<>();

    private final HttpServer server;
    private final Process process;

    public static void main(String[] arguments) {
        var handlers = new LinkedHashMap<String, String>();
        for (var argument : List.of(arguments).subList(1, arguments.length)) {
            var separator = argument.indexOf('=');
            handlers.put(argument.substring(0, separator), argument.substring(separator + 1));
        }
        // The threads of the server would go on.
        try {
            new Training(arguments[0], handlers).run(handlers.keySet());
            System.exit(0);
        } catch (Exception error) {
            error.printStackTrace();
            System.exit(1);
        }
    }

    private Training(String cache, Map<String, String> handlers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::respond);
        server.start();
        var command = new ArrayList<>(
                List.of("/usr/local/java/bin/java", "@/var/runtime/java.options", "-XX:AOTCacheOutput=" + cache));
        command.add("TrainingRun");
        command.addAll(handlers.values());
        var builder = new ProcessBuilder(command)
                .directory(Path.of("/var/task").toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        setVariables(builder.environment(), handlers);
        process = builder.start();
    }

    /** What Lambda sets, and what functions have in `make test`. */
    private void setVariables(Map<String, String> environment, Map<String, String> handlers) throws IOException {
        var address = "127.0.0.1:" + server.getAddress().getPort();
        environment.put("AWS_LAMBDA_RUNTIME_API", address);
        environment.put("AWS_ENDPOINT_URL", "http://" + address);
        environment.put("AWS_ACCESS_KEY_ID", "test");
        environment.put("AWS_SECRET_ACCESS_KEY", "test");
        environment.put("AWS_REGION", "eu-central-1");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", "training");
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/training");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "training");
        environment.put("LAMBDA_TASK_ROOT", "/var/task");
        environment.put("LC_ALL", "C.UTF-8");
        for (var function : handlers.keySet()) {
            var file = Path.of("events", function, "aws_responses.txt");
            if (!Files.exists(file)) continue;
            for (var line : Files.readAllLines(file)) {
                if (line.matches("[A-Za-z_]+=.*")) {
                    environment.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
                }
            }
        }
    }

    private void run(Iterable<String> functions) throws Exception {
        try {
            for (var function : functions) {
                next();
                var request = take();
                for (var event : eventsOf(function)) {
                    send(request, event);
                    request = take();
                }
            }
            next();
            if (!process.waitFor(SECONDS_FOR_THE_CACHE, TimeUnit.SECONDS)) {
                throw new TimeoutException("the JVM took more than " + SECONDS_FOR_THE_CACHE + " seconds to end");
            }
            if (process.exitValue() != 0) throw new IOException("the JVM ended with the status " + process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static List<Path> eventsOf(String function) throws IOException {
        try (var files = Files.list(Path.of("events", function))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.toString().endsWith(".expected.json"))
                    .sorted()
                    .toList();
        }
    }

    /** Makes the process start the next handler, or end. */
    private void next() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** The next request for an event. */
    private HttpExchange take() throws Exception {
        for (var seconds = 0; seconds < SECONDS_FOR_AN_EVENT; seconds++) {
            var request = waiting.poll(1, TimeUnit.SECONDS);
            if (request != null) return request;
            if (!process.isAlive()) throw new IOException("the function ended with the status " + process.exitValue());
        }
        throw new TimeoutException("the function took more than " + SECONDS_FOR_AN_EVENT + " seconds");
    }

    private static void send(HttpExchange request, Path event) throws IOException {
        var headers = request.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", "00000000-0000-4000-8000-000000000000");
        headers.set("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + 60_000));
        headers.set("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:eu-central-1:123456789012:function:training");
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-5f84c7a1-2d7c8e3f4a5b6c7d8e9f0a1b;Parent=53995c3f42cd8ad8;Sampled=0");
        write(request, 200, Files.readAllBytes(event));
    }

    private void respond(HttpExchange request) throws IOException {
        var path = request.getRequestURI().getPath();
        request.getRequestBody().readAllBytes();
        if (path.equals(RUNTIME_API + "invocation/next")) {
            waiting.add(request);
        } else {
            write(request, path.startsWith(RUNTIME_API) ? 202 : 200, "{}".getBytes());
        }
    }

    private static void write(HttpExchange request, int status, byte[] body) throws IOException {
        request.sendResponseHeaders(status, body.length);
        try (var output = request.getResponseBody()) {
            output.write(body);
        }
    }
}
