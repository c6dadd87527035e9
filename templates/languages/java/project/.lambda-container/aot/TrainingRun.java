import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;

/**
 * Runs all handlers in one JVM, so that its AOT cache has the classes of all functions.
 *
 * <p>It is in the image because the JVM accepts a cache only with the class path that it was made with.
 */
public final class TrainingRun {
    private TrainingRun() {}

    /** Starts a handler whenever a byte comes on standard input, and ends at the byte after the last one. */
    public static void main(String[] handlers) throws Exception {
        for (var handler : handlers) {
            System.in.read();
            Thread.ofPlatform().daemon().start(() -> run(handler));
        }
        System.in.read();
        System.exit(0);
    }

    private static void run(String handler) {
        try {
            AWSLambda.main(new String[] {handler});
        } catch (Throwable error) {
            error.printStackTrace();
            System.exit(1);
        }
    }
}
