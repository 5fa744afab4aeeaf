package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DecisionRefusal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who may do what about an open judgement.
record Admission(Question question, History history) {
    /// Whether an act is admitted, and as what it is recorded.
    sealed interface Result {
        record Admitted(Act act) implements Result {}

        record Denied(DecisionRefusal refusal, String reason) implements Result {}

        default Ruling on(Judgement.Open judgement) {
            return switch (this) {
                case Admitted(Act act) -> new Ruling.Accepted(judgement.with(act), act);
                case Denied(var refusal, var reason) -> new Ruling.Refused(refusal, reason);
            };
        }
    }

    Result of(Act act) {
        String unfit = question.unfit(act.by());
        if (unfit != null) {
            return forbidden(unfit);
        }
        return switch (act) {
            case Answer answer -> answer(answer);
            case Revocation revocation -> revocation(revocation);
            case Delegation delegation -> delegation(delegation);
            case Remark remark -> new Result.Admitted(remark);
        };
    }

    private Result answer(Answer answer) {
        String user = answer.by().user();
        boolean own = question.names(answer.by(), answer.at());
        Optional<Delegation> received = history.delegationTo(user);
        String objection = objection(answer.by(), answer.at(), own || received.isPresent());
        if (objection != null) {
            return forbidden(objection);
        }
        String principal = own ? null : received.map(it -> it.by().user()).orElse(null);
        return switch (FormCheck.of(question.spec().formOrNone(), answer)) {
            case FormCheck.Result.Fits(var form) -> new Result.Admitted(answer.settled(form, principal));
            case FormCheck.Result.Unfit(String reason) -> invalid(reason);
        };
    }

    /// A right that was received cannot be handed on, so that there is one person to ask about each.
    private Result delegation(Delegation delegation) {
        String to = delegation.to();
        String objection =
                objection(delegation.by(), delegation.at(), question.names(delegation.by(), delegation.at()));
        if (objection != null) {
            return forbidden(objection);
        }
        if (to.equalsIgnoreCase(delegation.by().user())) {
            return invalid("nobody can hand a right on to themselves");
        }
        String barring = question.barring(to);
        if (barring != null) {
            return invalid(barring);
        }
        if (history.answerOf(to).isPresent()) {
            return invalid(to + " has already answered");
        }
        return history.delegationBy(to).isPresent()
                ? invalid(to + " has handed their own right on")
                : new Result.Admitted(delegation);
    }

    private Result revocation(Revocation revocation) {
        String user = revocation.by().user();
        Optional<Answer> answer = history.answerOf(user);
        if (answer.isPresent()) {
            return new Result.Admitted(revocation.of(answer.get()));
        }
        Optional<Delegation> delegation = history.delegationBy(user);
        if (delegation.isEmpty()) {
            return forbidden(user + " has neither answered nor handed the right on");
        }
        return history.answerOnBehalfOf(user)
                .map(by -> forbidden(by.by().user() + " has already answered on behalf of " + user))
                .orElse(new Result.Admitted(revocation.of(delegation.get())));
    }

    private @Nullable String objection(Actor actor, Instant at, boolean entitled) {
        String user = actor.user();
        String barring = question.barring(user);
        if (barring != null) {
            return barring;
        }
        if (!entitled) {
            return user + " with roles " + actor.roles() + " may not decide; " + question.allowed(at);
        }
        Optional<Answer> answer = history.answerOf(user);
        if (answer.isPresent()) {
            return user + " has already answered " + answer.get().decision() + " under request "
                    + answer.get().requestId() + "; it can be revoked";
        }
        return history.delegationBy(user)
                .map(to -> user + " has handed the right on to " + to.to() + "; that can be revoked")
                .orElse(null);
    }

    private static Result forbidden(String reason) {
        return new Result.Denied(DecisionRefusal.FORBIDDEN, reason);
    }

    private static Result invalid(String reason) {
        return new Result.Denied(DecisionRefusal.INVALID, reason);
    }
}
