package io.gennaker.trigger;

import io.gennaker.contracts.StoredJson;
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
                "digest/" + pending.start().executionId(), pending.start().pipeline(), StoredJson.write(pending));
    }

    static Pending read(String command) {
        return StoredJson.read(command, Pending.class);
    }
}
