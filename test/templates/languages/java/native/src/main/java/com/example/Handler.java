package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** Returns what native code computes: a library of this project, and SQLite, which is in a jar. */
@SuppressWarnings("restricted")
public final class Handler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    static {
        System.load("/var/task/libanswer.so");
    }

    private static native int answer();

    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:/tmp/answers.db");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 6 * 7")) {
            return Map.of("answer", answer(), "sqlite", rows.getInt(1));
        } catch (SQLException error) {
            throw new IllegalStateException(error);
        }
    }
}
