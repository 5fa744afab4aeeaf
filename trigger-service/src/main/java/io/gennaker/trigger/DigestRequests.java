package io.gennaker.trigger;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.outbox.Operations;
import io.gennaker.trigger.matching.Resolutions;

/// Asks for digests by operations, named for the execution that waits for them.
final class DigestRequests implements Resolutions {
    private final Operations operations;

    DigestRequests(Operations operations) {
        this.operations = operations;
    }

    @Override
    public void request(Pending pending) {
        operations.submit(
                "digest/" + pending.start().executionId(), pending.start().pipeline(), write(pending));
    }

    private static String write(Pending pending) {
        try {
            return MessageCodec.json().writeValueAsString(pending);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write a start", impossible);
        }
    }

    static Pending read(String command) {
        try {
            return MessageCodec.json().readValue(command, Pending.class);
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a stored start cannot be read", malformed);
        }
    }
}
