package io.gennaker.judgement.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.MessageCodec;
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
