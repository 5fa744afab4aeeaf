package io.gennaker.judgement.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.MessageCodec;
import org.jspecify.annotations.Nullable;

/// What an operation is recorded with: a call, or the request that ends early what a call began.
record Accepted(
        CalloutCommand.@Nullable Start start, @Nullable HttpCall cancel) {
    Accepted(CalloutCommand.Start start) {
        this(start, null);
    }

    Accepted(HttpCall cancel) {
        this(null, cancel);
    }

    static Accepted parse(String text) {
        try {
            return MessageCodec.json().readValue(text, Accepted.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("recorded operation is not readable", malformed);
        }
    }

    String format() {
        try {
            return MessageCodec.json().writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write an operation", impossible);
        }
    }
}
