package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** The function under test: does what the event says, and answers any other event with it. */
public final class Handler implements RequestHandler<Object, Object> {
    private static final Path TMP = Path.of("/tmp");

    private final String incarnation = UUID.randomUUID().toString();
    private int invocations = 0;
    private volatile long ticks = 0;
    private Socket connection;

    /** An error of the function's own. */
    public static final class CustomError extends RuntimeException {
        private static final long serialVersionUID = 1;

        CustomError() {
            super("of its own");
        }
    }

    /** What Java can throw besides exceptions that programs handle. */
    public static final class Thrown extends Error {
        private static final long serialVersionUID = 1;

        Thrown(String value) {
            super(value);
        }
    }

    /** Cannot be encoded: its parts are in one another. */
    public static final class Unencodable {
        public Unencodable getItself() {
            return this;
        }
    }

    public Handler() throws InterruptedException {
        Thread.sleep(Integer.parseInt(System.getenv().getOrDefault("INIT_MS", "0")));
        if (!System.getenv().getOrDefault("INIT_FAILS", "").isEmpty()) throw new IllegalStateException("init failed");
        Thread.ofPlatform().daemon().start(this::tick);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("cleaned up")));
    }

    private void tick() {
        while (true) {
            sleep(10);
            ticks = ticks + 1;
        }
    }

    @Override
    public Object handleRequest(Object event, Context context) {
        if (!(event instanceof Map<?, ?> fields) || !(fields.get("do") instanceof String action)) return event;
        try {
            return act(action, fields, context);
        } catch (IOException error) {
            throw new IllegalStateException(error.toString(), error);
        }
    }

    private Object act(String action, Map<?, ?> event, Context context) throws IOException {
        return switch (action) {
            case "length" -> text(event, "of").codePointCount(0, text(event, "of").length());
            case "large" -> "x".repeat(number(event, "bytes"));
            case "state" -> Map.of("incarnation", incarnation, "invocations", ++invocations, "ticks", ticks);
            case "context" -> contextOf(context);
            case "remaining" -> remaining(event, context);
            case "raise" -> throw new IllegalStateException(text(event, "message"));
            case "raise-custom" -> throw new CustomError();
            case "throw" -> throw new Thrown(text(event, "value"));
            case "halt" -> halt(number(event, "status"));
            case "unencodable" -> new Unencodable();
            case "write" -> Files.readString(Files.writeString(Path.of(text(event, "path")), "written"));
            case "print" -> print(event);
            case "log" -> log(event, context);
            case "resources" -> resources();
            case "background" -> background(event.get("fails").equals(true), context);
            case "release" -> release(number(event, "pauseMs"));
            case "parallel" -> parallel(number(event, "count"));
            case "connect" -> connect(number(event, "port"));
            case "echo" -> echo(text(event, "text"));
            case "meet" -> meet(event, context);
            default -> throw new IllegalArgumentException("expected an action, got " + action);
        };
    }

    private static Object contextOf(Context context) {
        var result = new HashMap<String, Object>();
        result.put("requestId", context.getAwsRequestId());
        result.put("functionArn", context.getInvokedFunctionArn());
        result.put("traceId", context.getXrayTraceId());
        result.put("traceVariable", System.getenv("_X_AMZN_TRACE_ID"));
        if (context.getClientContext() != null) {
            var found = new HashMap<String, Object>();
            var client = context.getClientContext().getClient();
            if (client != null) found.put("client", Map.of("app_title", client.getAppTitle()));
            found.put("custom", context.getClientContext().getCustom());
            found.put("env", context.getClientContext().getEnvironment());
            result.put("clientContext", found);
        }
        if (context.getIdentity() != null && context.getIdentity().getIdentityId() != null) {
            result.put(
                    "identity",
                    Map.of(
                            "cognitoIdentityId",
                            context.getIdentity().getIdentityId(),
                            "cognitoIdentityPoolId",
                            context.getIdentity().getIdentityPoolId()));
        }
        result.put("tenantId", context.getTenantId());
        result.put("functionName", context.getFunctionName());
        result.put("functionVersion", context.getFunctionVersion());
        result.put("memoryMb", context.getMemoryLimitInMB());
        result.put("logGroupName", context.getLogGroupName());
        result.put("logStreamName", context.getLogStreamName());
        return result;
    }

    private static Object remaining(Map<?, ?> event, Context context) {
        var started = System.currentTimeMillis();
        System.out.println("waiting");
        sleep(number(event, "pauseMs"));
        var before = System.currentTimeMillis();
        var left = context.getRemainingTimeInMillis();
        return Map.of("started", started, "before", before, "remaining", left, "after", System.currentTimeMillis());
    }

    private static Object halt(int status) {
        Runtime.getRuntime().halt(status);
        return null;
    }

    private static Object print(Map<?, ?> event) {
        var lines = number(event, "lines");
        for (var n = 1; n <= lines; n++) {
            System.out.println("out " + n + " " + text(event, "text"));
            System.err.println("err " + n + " " + text(event, "text"));
        }
        return lines;
    }

    private static Object log(Map<?, ?> event, Context context) {
        var level =
                switch (text(event, "level")) {
                    case "debug" -> LogLevel.DEBUG;
                    case "info" -> LogLevel.INFO;
                    default -> LogLevel.WARN;
                };
        // Without it, the client writes no newline but for JSON.
        var end = "JSON".equals(System.getenv("AWS_LAMBDA_LOG_FORMAT")) ? "" : "\n";
        context.getLogger().log(text(event, "message") + end, level);
        return null;
    }

    private static Object resources() throws IOException {
        var resident = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .orElseThrow();
        return Map.of(
                "residentKb",
                Integer.parseInt(resident.replaceAll("\\D", "")),
                "descriptors",
                count("/proc/self/fd", ""),
                "processes",
                count("/proc", "\\d+"));
    }

    /** What goes on in the background waits for "release". */
    private static Object background(boolean fails, Context context) {
        Thread.ofPlatform().start(() -> {
            waitForFiles("release", 1);
            if (!fails) context.getLogger().log("background\n", LogLevel.WARN);
            touch("released");
            if (fails) throw new IllegalStateException("background");
        });
        return "started";
    }

    private static Object release(int pauseMs) {
        touch("release");
        waitForFiles("released", 1);
        sleep(pauseMs);
        return "released";
    }

    /** Returns when all parts are at work at once. */
    private static Object parallel(int count) {
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = IntStream.rangeClosed(1, count)
                    .mapToObj(n -> CompletableFuture.supplyAsync(
                            () -> {
                                touch("part-" + n);
                                waitForFiles("part-", count);
                                return n;
                            },
                            pool))
                    .toList();
            return parts.stream().map(CompletableFuture::join).toList();
        }
    }

    /** Connects to a port of the machine where the Runtime API is. */
    private Object connect(int port) throws IOException {
        var host = System.getenv("AWS_LAMBDA_RUNTIME_API").split(":")[0];
        connection = new Socket(host, port);
        return null;
    }

    private Object echo(String text) {
        try {
            connection.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            var bytes = new byte[100];
            var length = connection.getInputStream().read(bytes);
            return length < 0 ? "error: closed" : new String(bytes, 0, length, StandardCharsets.UTF_8);
        } catch (IOException error) {
            return "error: " + error;
        }
    }

    /** Returns when as many invocations are here at once. */
    private static Object meet(Map<?, ?> event, Context context) {
        var name = event.containsKey("as") ? text(event, "as") : context.getAwsRequestId();
        touch("meet-" + name);
        waitForFiles("meet-", number(event, "count"));
        return name;
    }

    private static void touch(String name) {
        try {
            Files.writeString(TMP.resolve(name), "");
        } catch (IOException error) {
            throw new IllegalStateException(error);
        }
    }

    private static void waitForFiles(String prefix, int count) {
        while (count("/tmp", prefix + ".*") < count) sleep(5);
    }

    private static long count(String directory, String pattern) {
        var names = Path.of(directory).toFile().list();
        return names == null
                ? 0
                : Arrays.stream(names)
                        .filter(name -> pattern.isEmpty() || name.matches(pattern))
                        .count();
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException error) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(error);
        }
    }

    private static String text(Map<?, ?> event, String field) {
        return (String) event.get(field);
    }

    private static int number(Map<?, ?> event, String field) {
        return ((Number) event.get(field)).intValue();
    }
}
