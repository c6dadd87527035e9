package com.example;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;

/** Fails when it is loaded. */
public final class Unloadable implements RequestHandler<Object, Object> {
    public Unloadable() {
        throw new IllegalStateException("unloadable");
    }

    @Override
    public Object handleRequest(Object event, Context context) {
        return event;
    }
}
