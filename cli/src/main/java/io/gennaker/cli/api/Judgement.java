package io.gennaker.cli.api;

import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.JudgementSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
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
        @Nullable Instant endedAt,
        @Nullable String requester,
        @Nullable List<Entry> history) {
    public Judgement {
        decidedBy = List.copyOf(decidedBy);
        answers = List.copyOf(answers);
    }

    /// One whose history is not known.
    public Judgement(
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
        this(
                id,
                executionId,
                pipeline,
                spec,
                openedAt,
                expiresAt,
                outcome,
                decision,
                decidedBy,
                answers,
                endedAt,
                null,
                null);
    }

    /// An answer that stands.
    public record Answer(
            String user,
            Decision decision,
            Channel channel,
            @Nullable String comment,
            Instant at,
            @Nullable FilledForm form,
            @Nullable String onBehalfOf) {
        /// A plain one.
        public Answer(String user, Decision decision, Channel channel, @Nullable String comment, Instant at) {
            this(user, decision, channel, comment, at, null, null);
        }
    }

    /// Something that was done about it.
    ///
    /// @param kind `Answered`, `Revoked`, `Delegated`, `Commented` or `Reminded`
    public record Entry(
            String kind,
            Instant at,
            @Nullable String user,
            @Nullable Channel channel,
            @Nullable String text,
            @Nullable Decision decision,
            @Nullable FilledForm form,
            @Nullable String onBehalfOf,
            @Nullable String to) {}

    public List<Entry> historyOrNone() {
        return history == null ? List.of() : history;
    }

    /// How many approvals say the same, of those that are needed.
    public String approvals() {
        long most = answers.stream()
                .filter(answer -> answer.decision() == Decision.APPROVE)
                .collect(Collectors.groupingBy(answer -> Optional.ofNullable(answer.form()), Collectors.counting()))
                .values()
                .stream()
                .max(Long::compare)
                .orElse(0L);
        return most + " of " + (spec == null ? 1 : spec.quorum());
    }

    /// Whether it waits for an answer.
    public boolean open() {
        return openedAt != null && endedAt == null;
    }

    public String title() {
        return spec == null ? id : spec.title();
    }
}
