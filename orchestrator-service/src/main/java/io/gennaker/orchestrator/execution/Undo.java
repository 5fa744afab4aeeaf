package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.plan.Compensation;
import java.util.Comparator;

/// A compensation that an execution owes since it began the step that the compensation takes back.
///
/// @param stage the stage of the step
/// @param compensation id of the compensation, unique in its stage
/// @param title for people
/// @param order when the step was begun, in steps since the execution started
/// @param begun the operation of the step
/// @param attempts how often the compensation was begun so far
public record Undo(
        String stage,
        String compensation,
        String title,
        Compensation.Layer layer,
        int order,
        OperationId begun,
        int attempts) {
    /// Layer by layer, and inside a layer the last begun step first.
    static final Comparator<Undo> LAST_BEGUN_FIRST = Comparator.comparing(Undo::layer)
            .thenComparing(Comparator.comparingInt(Undo::order).reversed());

    static Undo of(String stage, Compensation compensation, int order, OperationId begun) {
        return new Undo(stage, compensation.id(), compensation.title(), compensation.layer(), order, begun, 0);
    }

    Undo begunAgain() {
        return new Undo(stage, compensation, title, layer, order, begun, attempts + 1);
    }

    /// The operation of the attempt that was begun last. Steps and compensations may share an id, operations never,
    /// nor do compensations of different attempts at the stage.
    OperationId operation(ExecutionId execution) {
        String tried = begun.value().substring(begun.value().lastIndexOf('/') + 1);
        String number = tried.equals("1") ? Integer.toString(attempts) : tried + "." + attempts;
        return new OperationId(execution + "/" + stage + "/compensate-" + compensation + "/" + number);
    }

    boolean takesBackTheSame(Undo other) {
        return stage.equals(other.stage) && compensation.equals(other.compensation);
    }
}
