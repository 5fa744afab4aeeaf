package io.gennaker.trigger;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Concern;
import io.gennaker.trigger.matching.EventIntake;
import io.gennaker.trigger.matching.Intake;
import io.gennaker.trigger.matching.Running;
import io.gennaker.trigger.matching.Taken;
import io.gennaker.trigger.matching.Triggering;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// The one way in for all facts: those of the bus within their batch's transaction, all others in one of their own.
public final class EventDoor implements Intake, EventIntake {
    private static final Logger LOG = Logger.getLogger(EventDoor.class);

    private final Triggering triggering;
    private final Running.Executions executions;
    private final UnitOfWork unitOfWork;
    private final InstantSource clock;
    private final Consumer<Taken> counter;

    /// @param counter is told of each event within its transaction
    public EventDoor(
            Triggering triggering,
            Running.Executions executions,
            UnitOfWork unitOfWork,
            InstantSource clock,
            Consumer<Taken> counter) {
        this.triggering = triggering;
        this.executions = executions;
        this.unitOfWork = unitOfWork;
        this.clock = clock;
        this.counter = counter;
    }

    @Override
    public Taken take(TriggerEvent event) {
        CrashPoints.reached("event-received");
        Taken taken = unitOfWork.call(outbox -> {
            Taken written = within(event, outbox::send);
            CrashPoints.reached("event-written");
            return written;
        });
        CrashPoints.reached("event-kept");
        return taken;
    }

    @Override
    public Taken within(TriggerEvent event, Consumer<Message> send) {
        return told(triggering.take(event, clock.instant(), send));
    }

    @Override
    public boolean replay(TriggerCommand.Replay replay, Consumer<Message> send) {
        Optional<Taken> taken = triggering.replay(
                replay.event(), replay.requestId(), replay.by().user(), replay.at(), send);
        taken.ifPresent(this::told);
        return taken.isPresent();
    }

    @Override
    public void follow(ExecutionEvent event, Consumer<Message> send) {
        switch (event) {
            case ExecutionEvent.Accepted accepted ->
                executions.began(accepted.executionId(), Running.of(accepted, executions), accepted.at());
            case ExecutionEvent.Finished finished -> {
                ended(finished, executions.of(finished.executionId()).orElse(Running.UNKNOWN), send);
                executions.ended(finished.executionId(), finished.at());
            }
            case ExecutionEvent.Intervened opened
            when opened.status() == ExecutionStatus.QUEUED -> executions.reopened(opened.executionId());
            default -> {
                // on its way
            }
        }
    }

    /// Kept only where a pipeline waits for it: every execution ends.
    private void ended(ExecutionEvent.Finished finished, Running running, Consumer<Message> send) {
        if (!triggering.concerns(Concern.ofPipeline(finished.pipeline()))) {
            return;
        }
        TriggerEvent.FactReceived fact = running.fact(finished);
        if (Running.tooDeep(fact)) {
            told(triggering.keep(
                    fact,
                    TriggerLine.of(
                            finished.pipeline(),
                            "-",
                            TriggerResult.NOT_MATCHED,
                            "wanted at most " + Running.DEEPEST + " pipelines that started one another, found more"),
                    clock.instant(),
                    send));
        } else {
            within(fact, send);
        }
    }

    private Taken told(Taken taken) {
        if (!taken.repeated()) {
            counter.accept(taken);
        }
        LOG.infof(
                "event taken event=%s source=%s subject=\"%s\" repeated=%s triggers=%d started=%d",
                taken.event().event(),
                taken.event().source(),
                taken.event().subject(),
                taken.repeated(),
                taken.event().explanation().outcomes().size(),
                taken.event().explanation().outcomes().stream()
                        .filter(line -> line.result() == TriggerResult.STARTED)
                        .count());
        return taken;
    }
}
