package io.gennaker.deployer.task;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.Restoration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The tries of a step before one of them.
final class EarlierAttempts {
    private EarlierAttempts() {}

    /// Newest first.
    static Stream<OperationId> of(OperationId attempt) {
        return Stream.iterate(
                        attempt.attemptBefore(),
                        Optional::isPresent,
                        before -> before.flatMap(OperationId::attemptBefore))
                .map(Optional::orElseThrow);
    }

    /// What the newest of them that recorded anything found: what is there now may be its work.
    static List<Restoration.Previous> found(OperationId attempt, PreviousObjects records) {
        return of(attempt)
                .map(records::of)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse(List.of());
    }
}
