package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Calls native code of a library, and its own. */
@SuppressWarnings("restricted")
public final class Handler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    static {
        System.load("/var/task/libanswer.so");
    }

    private static native int answer();

    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                var statement = connection.createStatement();
                var result = statement.executeQuery("SELECT 6 * 7")) {
            result.next();
            return Map.of("sqlite", result.getInt(1), "answer", answer());
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
