package io.gennaker.judgement.decision;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What people did about a judgement, in order. Where people come from, their names may be spelled in capitals or not:
/// it is one person all the same.
public record History(List<Act> acts) {
    public static final History NONE = new History(List.of());

    public History {
        acts = List.copyOf(acts);
    }

    History with(Act act) {
        return new History(Stream.concat(acts.stream(), Stream.of(act)).toList());
    }

    Optional<Act> under(String requestId) {
        return acts.stream().filter(act -> act.requestId().equals(requestId)).findFirst();
    }

    /// Answers that were not taken back, at most one of each person.
    public List<Answer> answers() {
        return standing(Answer.class);
    }

    Optional<Answer> answerOf(String user) {
        return answers().stream()
                .filter(answer -> answer.by().user().equalsIgnoreCase(user))
                .findFirst();
    }

    Optional<Answer> answerOnBehalfOf(String user) {
        return answers().stream()
                .filter(answer -> user.equalsIgnoreCase(answer.onBehalfOf()))
                .findFirst();
    }

    Optional<Delegation> delegationBy(String user) {
        return standing(Delegation.class).stream()
                .filter(delegation -> delegation.by().user().equalsIgnoreCase(user))
                .findFirst();
    }

    Optional<Delegation> delegationTo(String user) {
        return standing(Delegation.class).stream()
                .filter(delegation -> delegation.to().equalsIgnoreCase(user))
                .findFirst();
    }

    Optional<Revocation> revocationOf(Act act) {
        return acts.stream()
                .filter(Revocation.class::isInstance)
                .map(Revocation.class::cast)
                .filter(revocation -> act.requestId().equals(revocation.revoked()))
                .findFirst();
    }

    private <A extends Act> List<A> standing(Class<A> kind) {
        return acts.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .filter(act -> revocationOf(act).isEmpty())
                .toList();
    }
}
