package io.gennaker.judgement.decision;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.JudgementSpec.Reminder;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.access.Grants;
import io.gennaker.contracts.access.Permission;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is asked, of whom, and until when.
///
/// @param id identity of the judgement
/// @param requester who triggered the execution, where a person did
/// @param application in which one must be a judge; null of a question from before: in any
public record Question(
        OperationId id,
        ExecutionId executionId,
        String pipeline,
        @Nullable String requester,
        JudgementSpec spec,
        Instant openedAt,
        Instant expiresAt,
        @Nullable String application) {

    /// Why this person's roles do not let them judge at all; null when they do.
    @Nullable
    String unfit(Actor actor) {
        boolean judges = application == null && Grants.of(actor).allowSomewhere(Permission.JUDGE);
        return judges
                ? null
                : Grants.refusal(actor, Permission.JUDGE, application).orElse(null);
    }

    /// Why nothing lets this person decide, whoever hands their right on to them; null when nothing bars them.
    ///
    /// Names are compared whatever their case: this rule is not to be passed by another spelling.
    @Nullable
    String barring(String user) {
        if (!spec.requesterMayDecide() && user.equalsIgnoreCase(requester)) {
            return user + " triggered this execution and may not decide on it";
        }
        return spec.barredOrNone().stream().anyMatch(user::equalsIgnoreCase)
                ? user + " had a part in the change and may not decide on it"
                : null;
    }

    /// Whether the question names this person, or one of their roles, or nobody.
    boolean names(Actor actor, Instant at) {
        if (spec.users().isEmpty() && spec.roles().isEmpty()) {
            return true;
        }
        List<String> roles = allowed(spec.roles(), Reminder::roles, at);
        return allowed(spec.users(), Reminder::users, at).contains(actor.user())
                || actor.roles().stream().anyMatch(roles::contains);
    }

    /// Who may decide, in words.
    String allowed(Instant at) {
        return "allowed are users " + allowed(spec.users(), Reminder::users, at) + " and roles "
                + allowed(spec.roles(), Reminder::roles, at);
    }

    /// With those whom a reminder called in meanwhile.
    private List<String> allowed(List<String> first, Function<Reminder, List<String>> called, Instant at) {
        Stream<String> later = spec.remindersOrNone().stream()
                .filter(reminder -> !at.isBefore(openedAt.plus(reminder.after())))
                .flatMap(reminder -> called.apply(reminder).stream());
        return Stream.concat(first.stream(), later).distinct().toList();
    }
}
