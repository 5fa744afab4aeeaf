package io.gennaker.judgement.kafka;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.StoredJson;
import org.jspecify.annotations.Nullable;

/// What an operation is recorded with: a call, the request that ends early what a call began, or something to tell.
record Accepted(
        CalloutCommand.@Nullable Start start,
        @Nullable HttpCall cancel,
        @Nullable Telling telling) {
    Accepted(CalloutCommand.Start start) {
        this(start, null, null);
    }

    Accepted(HttpCall cancel) {
        this(null, cancel, null);
    }

    Accepted(Telling telling) {
        this(null, null, telling);
    }

    static Accepted parse(String text) {
        return StoredJson.read(text, Accepted.class);
    }

    String format() {
        return StoredJson.write(this);
    }
}
