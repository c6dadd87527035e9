package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.Map;

/** Calls native code of its own. */
@SuppressWarnings("restricted")
public final class Handler implements RequestHandler<Map<String, Object>, Map<String, Integer>> {
    static {
        System.load("/var/task/libanswer.so");
    }

    private static native int answer();

    @Override
    public Map<String, Integer> handleRequest(Map<String, Object> event, Context context) {
        return Map.of("answer", answer());
    }
}
