package io.gennaker.trigger;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ImageReference;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.RunningOperation;
import io.gennaker.trigger.matching.Resolutions;
import io.gennaker.trigger.matching.TagDigests;
import io.gennaker.trigger.matching.Triggering;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;

/// Asks the registry for the digests that a start lacks, until it answers or the time is over.
final class DigestLookup implements OperationHandler {
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final TagDigests registries;
    private final Triggering triggering;
    private final InstantSource clock;

    DigestLookup(TagDigests registries, Triggering triggering, InstantSource clock) {
        this.registries = registries;
        this.triggering = triggering;
        this.clock = clock;
    }

    @Override
    public void run(RunningOperation operation) throws InterruptedException {
        Resolutions.Pending pending = DigestRequests.read(operation.command());
        var pinned = new ArrayList<Artifact>();
        for (Artifact artifact : pending.start().artifacts()) {
            ImageReference image = artifact.image();
            switch (image.digest() == null ? registries.digestOf(image) : new TagDigests.Answer.Named(image.digest())) {
                case TagDigests.Answer.Named(var digest) ->
                    pinned.add(
                            new Artifact(artifact.name(), new ImageReference(image.repository(), image.tag(), digest)));
                case TagDigests.Answer.Unknown(var reason) -> {
                    giveUp(operation, pending, reason);
                    return;
                }
                case TagDigests.Answer.Unanswered(var reason) -> {
                    waitOrGiveUp(operation, pending, reason);
                    return;
                }
            }
        }
        ExecutionCommand.Start start = pending.start();
        var complete = new ExecutionCommand.Start(
                start.executionId(),
                start.pipeline(),
                start.trigger(),
                start.parameters(),
                pinned,
                start.at(),
                start.by(),
                start.refs());
        operation.complete(outbox -> triggering.resolved(pending, complete, clock.instant(), outbox::send));
    }

    private void waitOrGiveUp(RunningOperation operation, Resolutions.Pending pending, String reason) {
        Instant now = clock.instant();
        if (now.isBefore(pending.until())) {
            operation.pause(reason, now.plus(PAUSE));
        } else {
            giveUp(operation, pending, reason);
        }
    }

    private void giveUp(RunningOperation operation, Resolutions.Pending pending, String reason) {
        operation.complete(outbox -> triggering.unresolved(pending, reason, clock.instant(), outbox::send));
    }
}
