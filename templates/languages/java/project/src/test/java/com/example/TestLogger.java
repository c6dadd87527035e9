package com.example;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Adds each message to a list, in place of Lambda's log. */
record TestLogger(List<String> messages) implements LambdaLogger {
    @Override
    public void log(String message) {
        messages.add(message);
    }

    @Override
    public void log(String message, LogLevel level) {
        log(message);
    }

    @Override
    public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8));
    }
}
