package io.gennaker.cli.api;

import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question to people, as the console shows it.
///
/// @param outcome null while it is open
public record Judgement(
        String id,
        String executionId,
        @Nullable String pipeline,
        @Nullable JudgementSpec spec,
        @Nullable Instant openedAt,
        @Nullable Instant expiresAt,
        @Nullable JudgementOutcome outcome,
        @Nullable Decision decision,
        List<String> decidedBy,
        List<Answer> answers,
        @Nullable Instant endedAt) {
    public Judgement {
        decidedBy = List.copyOf(decidedBy);
        answers = List.copyOf(answers);
    }

    public record Answer(
            String user,
            Decision decision,
            Channel channel,
            @Nullable String comment,
            Instant at) {}

    /// Whether it waits for an answer.
    public boolean open() {
        return openedAt != null && endedAt == null;
    }

    public String title() {
        return spec == null ? id : spec.title();
    }
}
