package io.gennaker.judgement.decision;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A judgement in one of its states. A state offers the moves it allows, and no other.
///
/// ```
/// Open --answers that agree reach the quorum, or one rejects--> Concluded
///   |---nobody in time----------------------------------------> Concluded
///   '---the question no longer matters------------------------> Withdrawn
/// ```
public sealed interface Judgement {
    Question question();

    History history();

    /// Judges an act. Pure; the caller stores what comes out.
    default Ruling ruling(Act act) {
        Optional<Act> before = history().under(act.requestId());
        if (before.isPresent()) {
            return again(before.get(), act);
        }
        if (act instanceof Answer answer) {
            Optional<Answer> same = history().answerOf(answer.by().user()).filter(earlier -> says(earlier, answer));
            if (same.isPresent()) {
                return new Ruling.Repeated(same.get());
            }
        }
        return switch (this) {
            case Open open -> open.rulingOfNew(act);
            case Concluded concluded ->
                late("was " + concluded.outcome().name().toLowerCase(Locale.ROOT) + " at " + concluded.at());
            case Withdrawn withdrawn -> late("was withdrawn at " + withdrawn.at());
        };
    }

    /// A request that was made before: the same again is no news, unless it was taken back meanwhile.
    private Ruling again(Act before, Act act) {
        boolean same = before.by().user().equalsIgnoreCase(act.by().user())
                && switch (act) {
                    case Answer answer -> before instanceof Answer earlier && says(earlier, answer);
                    case Revocation _ -> before instanceof Revocation;
                    case Delegation delegation ->
                        before instanceof Delegation earlier && earlier.to().equals(delegation.to());
                    case Remark remark ->
                        before instanceof Remark earlier && earlier.comment().equals(remark.comment());
                };
        if (!same) {
            return new Ruling.Refused(
                    DecisionRefusal.FORBIDDEN,
                    "request " + act.requestId() + " was made before, by "
                            + before.by().user() + " at " + before.at() + ", and was another");
        }
        return history()
                .revocationOf(before)
                .<Ruling>map(revocation -> new Ruling.Refused(
                        DecisionRefusal.FORBIDDEN,
                        "request " + act.requestId() + " was taken back at " + revocation.at()
                                + "; whoever answers anew needs a new request"))
                .orElse(new Ruling.Repeated(before));
    }

    private boolean says(Answer earlier, Answer later) {
        return earlier.decision() == later.decision()
                && FormCheck.of(question().spec().formOrNone(), later) instanceof FormCheck.Result.Fits(FilledForm form)
                && form.equals(earlier.form());
    }

    private static Ruling late(String what) {
        return new Ruling.Refused(DecisionRefusal.ALREADY_CONCLUDED, "the judgement " + what);
    }

    record Open(Question question, History history) implements Judgement {
        private static final int LONGEST_HISTORY = 200;

        private Ruling rulingOfNew(Act act) {
            if (!act.at().isBefore(question.expiresAt())) {
                return late("expired at " + question.expiresAt());
            }
            if (history.acts().size() >= LONGEST_HISTORY && !(act instanceof Answer)) {
                return new Ruling.Refused(
                        DecisionRefusal.INVALID,
                        "the judgement has " + LONGEST_HISTORY + " entries; from now on it only takes answers");
            }
            return new Admission(question, history).of(act).on(this);
        }

        /// The act was admitted.
        Judgement with(Act act) {
            History all = history.with(act);
            if (!(act instanceof Answer answer)) {
                return new Open(question, all);
            }
            List<String> agreeing = all.answers().stream()
                    .filter(answer::agrees)
                    .map(one -> one.by().user())
                    .toList();
            return switch (answer.decision()) {
                case REJECT ->
                    concluded(
                            all,
                            answer,
                            JudgementOutcome.REJECTED,
                            List.of(answer.by().user()));
                case APPROVE ->
                    agreeing.size() < question.spec().quorum()
                            ? new Open(question, all)
                            : concluded(all, answer, JudgementOutcome.APPROVED, agreeing);
            };
        }

        private Concluded concluded(History all, Answer last, JudgementOutcome outcome, List<String> deciders) {
            return new Concluded(question, all, outcome, last.decision(), deciders, last.comment(), last.at());
        }

        /// Nobody decided in time: the specification says what that means.
        public Concluded toExpired(Instant at) {
            return new Concluded(
                    question, history, JudgementOutcome.EXPIRED, question.spec().onExpiry(), List.of(), null, at);
        }

        public Withdrawn toWithdrawn(Instant at) {
            return new Withdrawn(question, history, at);
        }
    }

    /// @param decision what the outcome means for the execution
    /// @param decidedBy whose answers decided; empty after an expiry
    record Concluded(
            Question question,
            History history,
            JudgementOutcome outcome,
            Decision decision,
            List<String> decidedBy,
            @Nullable String comment,
            Instant at)
            implements Judgement {
        public Concluded {
            decidedBy = List.copyOf(decidedBy);
        }

        /// What later stages may read of the answer that decided, or of none after an expiry.
        Map<String, String> outputs() {
            AnswerForm form = question.spec().formOrNone();
            if (outcome == JudgementOutcome.EXPIRED) {
                return FormCheck.outputs(form, FormCheck.unanswered(form, decision));
            }
            return history.acts().getLast() instanceof Answer last ? FormCheck.outputs(form, last.form()) : Map.of();
        }
    }

    record Withdrawn(Question question, History history, Instant at) implements Judgement {}
}
