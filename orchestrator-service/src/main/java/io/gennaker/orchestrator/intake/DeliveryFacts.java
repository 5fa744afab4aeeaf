package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.CdContext;
import io.gennaker.contracts.CdOutcome;
import io.gennaker.contracts.CdSubject;
import io.gennaker.contracts.DeliveryFact;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.MessageType;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.pipeline.plan.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Tells in CDEvents what execution events mean for the outside world. Pure: a function of the state before a decision,
/// the events it gave and the plan. [ServiceFacts] tells what became of services.
///
/// The id of a fact follows from what it says: told again, it is the same event.
public final class DeliveryFacts {
    private static final String SOURCE = "/gennaker/orchestrator";

    private final String consoleUrl;

    /// @param consoleUrl where the console is reached, without a slash at the end; empty for links relative to it
    public DeliveryFacts(String consoleUrl) {
        this.consoleUrl = consoleUrl;
    }

    DeliveryFact queued(ExecutionId execution, Plan plan, Instant at) {
        return new DeliveryFact.PipelineRunQueued(
                context(MessageType.PIPELINERUN_QUEUED, execution.value(), at), run(execution, plan));
    }

    /// The facts that follow from a decision, in the order of its events.
    List<DeliveryFact> of(ExecutionState before, List<ExecutionEvent> events, Plan plan) {
        Set<String> begun = begun(before);
        return events.stream().flatMap(event -> of(event, before, begun, plan)).toList();
    }

    /// Stages that began in an earlier decision and have not ended: a pause and its end are no new beginning.
    private static Set<String> begun(ExecutionState before) {
        var begun = new HashSet<String>();
        before.underWay()
                .ifPresent(running -> running.stages().forEach((stage, state) -> {
                    boolean between =
                            state instanceof StageState.Held && running.tries().containsKey(stage);
                    if (state instanceof StageState.Active || state instanceof StageState.TakingBack || between) {
                        begun.add(stage);
                    }
                }));
        return begun;
    }

    private Stream<DeliveryFact> of(ExecutionEvent event, ExecutionState before, Set<String> begun, Plan plan) {
        return switch (event) {
            case ExecutionEvent.Started started -> Stream.of(started(started, plan));
            case ExecutionEvent.Finished finished -> Stream.of(finished(finished));
            case ExecutionEvent.StageChanged changed -> changed(changed, begun);
            case ExecutionEvent.StepChanged changed -> ServiceFacts.of(changed, before, plan);
            case ExecutionEvent.Accepted _,
                    ExecutionEvent.FilesAwaited _,
                    ExecutionEvent.Refused _,
                    ExecutionEvent.CancelRequested _,
                    ExecutionEvent.Intervened _,
                    ExecutionEvent.InterventionRefused _,
                    ExecutionEvent.Stalled _,
                    ExecutionEvent.Frozen _,
                    ExecutionEvent.Thawed _ -> Stream.empty();
        };
    }

    private DeliveryFact started(ExecutionEvent.Started started, Plan plan) {
        var context =
                context(MessageType.PIPELINERUN_STARTED, started.executionId().value(), started.at());
        return new DeliveryFact.PipelineRunStarted(context, run(started.executionId(), plan));
    }

    private CdSubject.PipelineRun run(ExecutionId execution, Plan plan) {
        return new CdSubject.PipelineRun(execution, plan.pipeline(), consoleUrl + "/api/executions/" + execution);
    }

    private static DeliveryFact finished(ExecutionEvent.Finished finished) {
        var outcome = outcome(finished.status());
        return new DeliveryFact.PipelineRunFinished(
                context(MessageType.PIPELINERUN_FINISHED, finished.executionId().value(), finished.at()),
                new CdSubject.FinishedPipelineRun(
                        finished.executionId(), finished.pipeline(), outcome, errors(outcome, finished.reason())));
    }

    private static CdOutcome outcome(ExecutionStatus status) {
        return switch (status) {
            case SUCCEEDED -> CdOutcome.SUCCESS;
            case FAILED -> CdOutcome.FAILURE;
            case CANCELLED, TIMED_OUT -> CdOutcome.ERROR;
            case QUEUED, RUNNING, PAUSED, COMPENSATING ->
                throw new IllegalStateException("no execution ends as " + status);
        };
    }

    private static Stream<DeliveryFact> changed(ExecutionEvent.StageChanged changed, Set<String> begun) {
        return switch (changed.status()) {
            case WAITING, PAUSED, SKIPPED -> Stream.empty();
            case RUNNING -> begun.add(changed.stage()) ? Stream.of(taskStarted(changed)) : Stream.empty();
            case SUCCEEDED -> Stream.of(taskFinished(changed, CdOutcome.SUCCESS));
            case FAILED, FAILED_CONTINUED -> Stream.of(taskFinished(changed, CdOutcome.FAILURE));
            case TIMED_OUT -> Stream.of(taskFinished(changed, CdOutcome.ERROR));
            // of those that end with the execution, some had never begun
            case CANCELLED ->
                begun.contains(changed.stage()) ? Stream.of(taskFinished(changed, CdOutcome.ERROR)) : Stream.empty();
        };
    }

    private static DeliveryFact taskStarted(ExecutionEvent.StageChanged changed) {
        return new DeliveryFact.TaskRunStarted(
                context(MessageType.TASKRUN_STARTED, task(changed), changed.at()),
                new CdSubject.TaskRun(changed.executionId(), changed.stage()));
    }

    private static DeliveryFact taskFinished(ExecutionEvent.StageChanged changed, CdOutcome outcome) {
        return new DeliveryFact.TaskRunFinished(
                context(MessageType.TASKRUN_FINISHED, task(changed), changed.at()),
                new CdSubject.FinishedTaskRun(
                        changed.executionId(), changed.stage(), outcome, errors(outcome, changed.reason())));
    }

    private static String task(ExecutionEvent.StageChanged changed) {
        return changed.executionId() + "/" + changed.stage();
    }

    private static @Nullable String errors(CdOutcome outcome, @Nullable String reason) {
        return outcome == CdOutcome.SUCCESS ? null : reason;
    }

    /// The context of a fact.
    ///
    /// @param about names the fact among those of its type
    static CdContext context(MessageType type, String about, Instant at) {
        UUID id = UUID.nameUUIDFromBytes((type.type() + "/" + about + "/" + at).getBytes(StandardCharsets.UTF_8));
        return new CdContext(CdContext.VERSION, id.toString(), SOURCE, type.type(), at);
    }
}
