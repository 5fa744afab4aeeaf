package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The way back: which compensations are still to do, which one is being done, and which cannot be done.
///
/// One compensation at a time, in the order of [Undo#LAST_BEGUN_FIRST]. Two rules make it safe:
/// a compensation waits for the end of its stage's cancelled operation, so that the two do not work against each other;
/// and a later layer waits until every compensation of the earlier ones ended well, so that no workload is taken
/// from under requests.
///
/// @param remaining not begun yet, or to be begun again, in their order
/// @param settling cancelled operations whose end is awaited
/// @param attempt what is being done now
/// @param lost given up after the last attempt
public record Rollback(List<Undo> remaining, List<Settling> settling, Attempt attempt, List<Lost> lost) {
    public Rollback {
        remaining = remaining.stream().sorted(Undo.LAST_BEGUN_FIRST).toList();
        settling = List.copyOf(settling);
        lost = List.copyOf(lost);
    }

    /// An operation that was told to end.
    public record Settling(String stage, OperationId operation) {}

    /// A compensation that failed too often.
    public record Lost(Undo undo, String reason) {}

    /// What is being done now.
    public sealed interface Attempt {}

    public record Idle() implements Attempt {}

    public record InFlight(Undo undo, OperationId operation) implements Attempt {}

    /// Waits before the next attempt.
    ///
    /// @param failed the operation of the attempt before
    public record BackingOff(Undo undo, OperationId failed) implements Attempt {}

    static Rollback of(List<Undo> owed, List<Settling> settling) {
        return new Rollback(owed, settling, new Idle(), List.of());
    }

    /// The compensation whose turn it is, if one may begin now.
    Optional<Undo> next() {
        if (!(attempt instanceof Idle) || blocked()) {
            return Optional.empty();
        }
        return remaining.stream()
                .filter(undo -> undo.layer() == remaining.getFirst().layer())
                .filter(undo -> settling.stream()
                        .noneMatch(operation -> operation.stage().equals(undo.stage())))
                .findFirst();
    }

    /// Whether nothing is left that could still be done.
    boolean over() {
        return attempt instanceof Idle && settling.isEmpty() && (remaining.isEmpty() || blocked());
    }

    /// A layer before that of the remaining ones did not end well.
    private boolean blocked() {
        return !remaining.isEmpty()
                && lost.stream()
                        .anyMatch(gone -> gone.undo()
                                        .layer()
                                        .compareTo(remaining.getFirst().layer())
                                < 0);
    }

    /// What stays as it is, in words; empty when all was taken back.
    List<String> notTakenBack() {
        var failed = lost.stream()
                .map(gone -> gone.undo().title() + " (" + gone.undo().stage() + "): " + gone.reason());
        var held = remaining.stream()
                .map(undo ->
                        undo.title() + " (" + undo.stage() + "): not tried, because what must come before it failed");
        return Stream.concat(failed, held).toList();
    }

    /// Stages of which something is not back yet.
    Set<String> stages() {
        Rollback all = interrupted();
        return Stream.concat(
                        all.remaining.stream().map(Undo::stage),
                        all.settling.stream().map(Settling::stage))
                .collect(Collectors.toSet());
    }

    boolean settles(OperationId operation) {
        return settling.stream().anyMatch(settling -> settling.operation().equals(operation));
    }

    Rollback settled(OperationId operation) {
        return new Rollback(
                remaining,
                settling.stream()
                        .filter(settling -> !settling.operation().equals(operation))
                        .toList(),
                attempt,
                lost);
    }

    Rollback toInFlight(Undo undo, OperationId operation) {
        var others = remaining.stream()
                .filter(other -> !other.takesBackTheSame(undo))
                .toList();
        return new Rollback(others, settling, new InFlight(undo, operation), lost);
    }

    Rollback toBackingOff(InFlight failed) {
        return new Rollback(remaining, settling, new BackingOff(failed.undo(), failed.operation()), lost);
    }

    Rollback toIdle() {
        return new Rollback(remaining, settling, new Idle(), lost);
    }

    Rollback giveUp(Undo undo, String reason) {
        var all = new ArrayList<>(lost);
        all.add(new Lost(undo, reason));
        return new Rollback(remaining, settling, new Idle(), all);
    }

    /// Both as one, with nothing begun: what was being done is awaited and then done again, which does no harm.
    Rollback merge(Rollback other) {
        Rollback left = interrupted();
        Rollback right = other.interrupted();
        return new Rollback(
                concat(left.remaining, right.remaining),
                concat(left.settling, right.settling),
                new Idle(),
                concat(left.lost, right.lost));
    }

    private Rollback interrupted() {
        return switch (attempt) {
            case Idle idle -> this;
            case BackingOff(var undo, var failed) ->
                new Rollback(concat(remaining, List.of(undo)), settling, new Idle(), lost);
            case InFlight(var undo, var operation) ->
                new Rollback(
                        concat(remaining, List.of(undo)),
                        concat(settling, List.of(new Settling(undo.stage(), operation))),
                        new Idle(),
                        lost);
        };
    }

    private static <T> List<T> concat(List<T> left, List<T> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }
}
