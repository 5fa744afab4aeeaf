package io.gennaker.console.http;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/// Who makes this request: set by [Authentication], read by resources.
@RequestScoped
public class Caller {
    private @Nullable Actor actor;
    private Channel channel = Channel.CLI;

    void is(Actor who, Channel by) {
        actor = who;
        channel = by;
    }

    Actor actor() {
        if (actor == null) {
            throw new IllegalStateException("a resource was reached without login");
        }
        return actor;
    }

    Channel channel() {
        return channel;
    }
}
