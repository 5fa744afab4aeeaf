package io.gennaker.orchestrator.kafka;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.OperationEvent;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.access.CommandRights;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Reports;
import io.gennaker.orchestrator.intake.Applications;
import io.gennaker.orchestrator.intake.Arrivals;
import io.gennaker.orchestrator.intake.DefinitionChanges;
import io.gennaker.orchestrator.intake.DefinitionRights;
import io.gennaker.orchestrator.intake.Executions;
import io.gennaker.orchestrator.intake.ImageChanges;
import io.gennaker.orchestrator.intake.Outgoing;
import io.gennaker.orchestrator.intake.Replays;
import io.gennaker.orchestrator.intake.Starts;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/// Everything that the bus brings to the orchestrator.
@ApplicationScoped
class OrchestratorMessages implements MessageHandler {
    private static final Logger LOGGER = Logger.getLogger(OrchestratorMessages.class);

    /// Who cancels an execution when the one that began it no longer wants it.
    private static final Actor OUTER = new Actor("the execution that began it", List.of());

    private final DefinitionChanges definitions;
    private final DefinitionRights rights;
    private final Arrivals arrivals;
    private final Starts starts;
    private final Executions executions;
    private final Replays replays;
    private final ImageChanges images;
    private final Applications applications;
    private final ExecutionTimers timers;
    private final ExecutionCounters counters;
    private final Clock clock;

    OrchestratorMessages(
            DefinitionChanges definitions,
            DefinitionRights rights,
            Arrivals arrivals,
            Starts starts,
            Executions executions,
            Replays replays,
            ImageChanges images,
            Applications applications,
            ExecutionTimers timers,
            ExecutionCounters counters,
            Clock clock) {
        this.definitions = definitions;
        this.rights = rights;
        this.arrivals = arrivals;
        this.starts = starts;
        this.executions = executions;
        this.replays = replays;
        this.images = images;
        this.applications = applications;
        this.timers = timers;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(
                Topic.DEFINITION_COMMANDS,
                Topic.IMAGE_COMMANDS,
                Topic.EXECUTION_COMMANDS,
                Topic.DEPLOYMENT_EVENTS,
                Topic.ANALYSIS_EVENTS,
                Topic.JUDGEMENT_EVENTS,
                Topic.CALLOUT_EVENTS);
    }

    /// Reports and starts lock executions and places before they read them, and see all else as it is at some time.
    /// What people do, and definitions, may be about each other.
    @Override
    public boolean besides(List<Message> messages) {
        return messages.stream()
                .allMatch(message -> message instanceof OperationEvent || message instanceof ExecutionCommand.Start);
    }

    @Override
    public void expect(List<Message> messages) {
        var ids = new TreeSet<ExecutionId>(Comparator.comparing(ExecutionId::value));
        var pipelines = new TreeSet<String>();
        for (Message message : messages) {
            switch (message) {
                case OperationEvent event when Reports.of(event).isPresent() -> ids.add(event.executionId());
                case ExecutionCommand.Start start -> {
                    ids.add(start.executionId());
                    pipelines.add(start.pipeline());
                }
                default -> {}
            }
        }
        executions.expect(ids);
        if (!pipelines.isEmpty()) {
            arrivals.expect(pipelines);
        }
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        var outgoing = new BusOutgoing(outbox, timers, counters);
        switch (envelope.message()) {
            case DefinitionCommand.Apply apply -> apply(apply, outgoing);
            case DefinitionCommand.Remove remove -> {
                requireDefining(remove);
                refuse(
                        remove.kind().word() + " " + remove.name() + " is not removed: ",
                        definitions.remove(remove, clock.instant(), outgoing));
            }
            case DefinitionCommand.Promote promote -> {
                requireDefining(promote);
                refuse(
                        "channel " + promote.channel().word() + " of " + promote.name() + " is not moved: ",
                        definitions.promote(promote, clock.instant(), outgoing));
            }
            case ImageCommand command -> change(command, outgoing);
            case ExecutionCommand.Start start -> arrivals.start(start, clock.instant(), outgoing);
            case ExecutionCommand.Rerun rerun -> starts.rerun(rerun, clock.instant(), outgoing);
            case ExecutionCommand.RestoreRoutes restore -> {
                applications
                        .of(restore.pipeline())
                        .ifPresent(application ->
                                CommandRights.of(restore).ifPresent(claim -> require(claim, application)));
                starts.restoreRoutes(restore, clock.instant(), outgoing);
            }
            case ExecutionCommand.Replay replay -> replay(replay, outgoing);
            case ExecutionCommand.Cancel cancel -> cancel(cancel, outgoing);
            case ExecutionCommand.Intervene intervene -> intervene(intervene, outgoing);
            case ExecutionCommand.CancelNested cancel -> cancelNested(cancel, outgoing);
            case ExecutionCommand.ReportNested ended ->
                tell(ended.executionId(), ended.operationId(), Reports.of(ended), outgoing);
            case CalloutEvent told when arrivals.told(told, clock.instant(), outgoing) -> {}
            case OperationEvent report -> report(report, outgoing);
            default ->
                throw new RejectedMessage(
                        envelope.type().type() + " is not for the orchestrator, though it came on a topic of its own");
        }
    }

    private static void refuse(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            throw new RejectedMessage(what + String.join("\n", problems));
        }
    }

    /// The console has asked before; others may write to the bus, too.
    private static void require(CommandRights.Claim claim, String application) {
        claim.refusal(application).ifPresent(refusal -> {
            throw new RejectedMessage(refusal);
        });
    }

    private void requireDefining(DefinitionCommand command) {
        rights.refusal(command).ifPresent(refusal -> {
            throw new RejectedMessage(refusal);
        });
    }

    private void change(ImageCommand command, Outgoing outgoing) {
        String application = applications
                .of(command.pipeline())
                .orElseThrow(() -> new RejectedMessage("pipeline '" + command.pipeline() + "' is not known"));
        require(CommandRights.of(command), application);
        switch (command) {
            case ImageCommand.Withdraw withdraw -> images.withdraw(withdraw, application, clock.instant(), outgoing);
            case ImageCommand.Reinstate reinstate -> images.reinstate(reinstate, clock.instant(), outgoing);
        }
    }

    private void apply(DefinitionCommand.Apply apply, Outgoing outgoing) {
        requireDefining(apply);
        refuse(
                apply.kind() + " " + apply.name() + " is not valid: ",
                definitions.apply(apply, clock.instant(), outgoing));
        LOGGER.infof(
                "definition applied kind=%s name=%s by=%s",
                apply.kind(), apply.name(), apply.by().user());
    }

    private void cancel(ExecutionCommand.Cancel cancel, Outgoing outgoing) {
        ExecutionId id = cancel.executionId();
        Instant now = clock.instant();
        String application = arrivals.pipeline(id).flatMap(applications::of).orElseGet(() -> application(id));
        CommandRights.of(cancel).ifPresent(claim -> require(claim, application));
        if (!arrivals.cancel(cancel, now, outgoing)) {
            executions.tell(id, new Input.CancelRequested(cancel.by(), cancel.reason(), now), outgoing);
        }
    }

    private String application(ExecutionId execution) {
        return executions
                .application(execution)
                .orElseThrow(() -> new RejectedMessage("execution " + execution + " is not known"));
    }

    private void intervene(ExecutionCommand.Intervene intervene, Outgoing outgoing) {
        var refusal = owners(intervene.executionId())
                .flatMap(application ->
                        CommandRights.of(intervene).flatMap(claim -> claim.refusal(application)).stream())
                .findFirst();
        if (refusal.isPresent()) {
            outgoing.send(refused(intervene, refusal.get(), clock.instant()));
            return;
        }
        var input = new Input.InterventionRequested(
                intervene.requestId(),
                intervene.intervention(),
                intervene.by(),
                intervene.reason(),
                null,
                clock.instant());
        executions.tell(intervene.executionId(), input, outgoing);
    }

    /// The applications in which a person must be allowed to do something to an execution. One that is over delivers
    /// its plan again when it is opened: like a new execution, that is up to those whose pipeline it is by now.
    private Stream<String> owners(ExecutionId execution) {
        return Stream.concat(
                Stream.of(application(execution)),
                executions.pipelineOfEnded(execution).flatMap(applications::of).stream());
    }

    private static ExecutionEvent refused(ExecutionCommand.Intervene asked, String refusal, Instant at) {
        return new ExecutionEvent.InterventionRefused(
                asked.executionId(),
                asked.requestId(),
                asked.intervention(),
                asked.by(),
                asked.reason(),
                refusal,
                List.of(),
                at);
    }

    /// One that was refused is not known; it needs no end.
    private void cancelNested(ExecutionCommand.CancelNested cancel, Outgoing outgoing) {
        Instant now = clock.instant();
        if (!arrivals.withdraw(cancel.executionId(), cancel.reason(), now, outgoing)) {
            executions.tell(cancel.executionId(), new Input.CancelRequested(OUTER, cancel.reason(), now), outgoing);
        }
    }

    private void replay(ExecutionCommand.Replay replay, Outgoing outgoing) {
        CommandRights.of(replay).ifPresent(claim -> require(claim, application(replay.executionId())));
        var proof = replays.replay(replay, clock.instant());
        if (proof.isEmpty()) {
            throw new RejectedMessage("execution " + replay.executionId() + " is not known");
        }
        outgoing.send(proof.get());
    }

    private void report(OperationEvent event, Outgoing outgoing) {
        Reports.of(event).ifPresent(report -> tell(event.executionId(), event.operationId(), report, outgoing));
    }

    private void tell(ExecutionId execution, OperationId operation, Report report, Outgoing outgoing) {
        var input = new Input.Reported(operation, report, clock.instant());
        if (!executions.tell(execution, input, outgoing)) {
            LOGGER.debugf(
                    "report ignored executionId=%s operationId=%s reason=unknown execution", execution, operation);
        }
    }
}
