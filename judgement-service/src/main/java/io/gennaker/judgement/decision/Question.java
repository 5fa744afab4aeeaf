package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.OperationId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is asked, of whom, and until when.
///
/// @param id identity of the judgement
/// @param requester who triggered the execution, where a person did
public record Question(
        OperationId id,
        ExecutionId executionId,
        String pipeline,
        @Nullable String requester,
        JudgementSpec spec,
        Instant openedAt,
        Instant expiresAt) {

    /// Why this person may not answer; null when they may.
    @Nullable
    String objectionTo(Actor actor) {
        if (!spec.requesterMayDecide() && actor.user().equals(requester)) {
            return actor.user() + " triggered this execution and may not decide on it";
        }
        boolean anyone = spec.users().isEmpty() && spec.roles().isEmpty();
        if (anyone
                || spec.users().contains(actor.user())
                || actor.roles().stream().anyMatch(spec.roles()::contains)) {
            return null;
        }
        return actor.user() + " with roles " + actor.roles() + " may not decide; allowed are users " + spec.users()
                + " and roles " + spec.roles();
    }
}
