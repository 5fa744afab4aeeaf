package io.gennaker.judgement.decision;

import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.JudgementOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A judgement in one of its states. A state offers the moves it allows, and no other.
///
/// ```
/// Open --answers reach the quorum, or one rejects--> Concluded
///   |---nobody in time-----------------------------> Concluded
///   '---the question no longer matters-------------> Withdrawn
/// ```
public sealed interface Judgement {
    Question question();

    /// In the order given.
    List<Answer> answers();

    /// Judges an answer. Pure; the caller stores what comes out.
    default Ruling answered(Answer answer) {
        Optional<Answer> before = answers().stream()
                .filter(earlier -> earlier.requestId().equals(answer.requestId())
                        || earlier.by().user().equals(answer.by().user()))
                .findFirst();
        if (before.isPresent() && isSame(before.get(), answer)) {
            return new Ruling.Repeated(before.get());
        }
        return switch (this) {
            case Open open -> open.ruling(answer, before);
            case Concluded concluded ->
                new Ruling.Refused(
                        DecisionRefusal.ALREADY_CONCLUDED,
                        "the judgement was " + concluded.outcome().name().toLowerCase(Locale.ROOT) + " at "
                                + concluded.at());
            case Withdrawn withdrawn ->
                new Ruling.Refused(
                        DecisionRefusal.ALREADY_CONCLUDED, "the judgement was withdrawn at " + withdrawn.at());
        };
    }

    private static boolean isSame(Answer earlier, Answer later) {
        return earlier.by().user().equals(later.by().user()) && earlier.decision() == later.decision();
    }

    record Open(Question question, List<Answer> answers) implements Judgement {
        public Open {
            answers = List.copyOf(answers);
        }

        private Ruling ruling(Answer answer, Optional<Answer> before) {
            if (before.isPresent()) {
                return refused(before.get().by().user() + " has already answered "
                        + before.get().decision() + " under request "
                        + before.get().requestId());
            }
            if (!answer.at().isBefore(question.expiresAt())) {
                return new Ruling.Refused(
                        DecisionRefusal.ALREADY_CONCLUDED, "the judgement expired at " + question.expiresAt());
            }
            String objection = question.objectionTo(answer.by());
            return objection == null ? new Ruling.Accepted(with(answer)) : refused(objection);
        }

        private static Ruling refused(String reason) {
            return new Ruling.Refused(DecisionRefusal.FORBIDDEN, reason);
        }

        private Judgement with(Answer answer) {
            List<Answer> all =
                    Stream.concat(answers.stream(), Stream.of(answer)).toList();
            if (answer.decision() == Decision.REJECT) {
                return new Concluded(
                        question,
                        all,
                        JudgementOutcome.REJECTED,
                        Decision.REJECT,
                        List.of(answer.by().user()),
                        answer.comment(),
                        answer.at());
            }
            if (all.size() < question.spec().quorum()) {
                return new Open(question, all);
            }
            return new Concluded(
                    question,
                    all,
                    JudgementOutcome.APPROVED,
                    Decision.APPROVE,
                    all.stream().map(approval -> approval.by().user()).toList(),
                    answer.comment(),
                    answer.at());
        }

        /// Nobody decided in time: the specification says what that means.
        public Concluded toExpired(Instant at) {
            return new Concluded(
                    question, answers, JudgementOutcome.EXPIRED, question.spec().onExpiry(), List.of(), null, at);
        }

        public Withdrawn toWithdrawn(Instant at) {
            return new Withdrawn(question, answers, at);
        }
    }

    /// @param decision what the outcome means for the execution
    /// @param decidedBy whose answers decided; empty after an expiry
    record Concluded(
            Question question,
            List<Answer> answers,
            JudgementOutcome outcome,
            Decision decision,
            List<String> decidedBy,
            @Nullable String comment,
            Instant at)
            implements Judgement {
        public Concluded {
            answers = List.copyOf(answers);
            decidedBy = List.copyOf(decidedBy);
        }
    }

    record Withdrawn(Question question, List<Answer> answers, Instant at) implements Judgement {
        public Withdrawn {
            answers = List.copyOf(answers);
        }
    }
}
