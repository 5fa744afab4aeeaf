package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisPlanner;
import io.gennaker.analysis.canary.StandstillStore;
import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.GraphCommand;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.RejectedMessage;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jboss.logging.Logger;

/// Records what is asked for as operations. A specification that is not valid is answered at once instead of after its
/// waiting.
@ApplicationScoped
public class AnalysisMessages implements MessageHandler {

    private static final Logger LOG = Logger.getLogger(AnalysisMessages.class);

    private final Operations operations;
    private final AnalysisPlanner planner;
    private final StandstillStore standstills;
    private final InstantSource clock;

    @Inject
    public AnalysisMessages(
            Operations operations, AnalysisPlanner planner, StandstillStore standstills, InstantSource clock) {
        this.operations = operations;
        this.planner = planner;
        this.standstills = standstills;
        this.clock = clock;
    }

    @Override
    public Set<Topic> topics() {
        return Set.of(Topic.ANALYSIS_COMMANDS, Topic.GRAPH_COMMANDS);
    }

    @Override
    public void handle(Envelope envelope, Outbox outbox) {
        switch (envelope.message()) {
            case AnalysisCommand command -> onCommand(command, outbox);
            case GraphCommand.Watch watch ->
                GraphWatch.of(watch, clock.instant())
                        .forEach(slice -> operations.submit(slice.id(), watch.key(), slice.format()));
            default ->
                throw new RejectedMessage("found %s on %s, must be an analysis or a graph command"
                        .formatted(
                                envelope.type().type(), envelope.type().topic().topicName()));
        }
    }

    private void onCommand(AnalysisCommand command, Outbox outbox) {
        switch (command) {
            case AnalysisCommand.Start start -> onStart(start, outbox);
            case AnalysisCommand.Hold hold -> standstills.begin(hold.operationId(), clock.instant());
            case AnalysisCommand.Resume resume ->
                standstills.end(resume.operationId(), clock.instant(), resume.deadline());
            case AnalysisCommand.Cancel cancel -> onCancel(cancel);
        }
    }

    private void onStart(AnalysisCommand.Start start, Outbox outbox) {
        var now = clock.instant();
        try {
            check(start, now);
        } catch (IllegalArgumentException invalid) {
            LOG.infof("analysis refused operationId=%s reason=%s", start.operationId(), invalid.getMessage());
            outbox.send(new AnalysisEvent.Failed(
                    start.executionId(),
                    start.operationId(),
                    FailureCode.REFUSED,
                    String.valueOf(invalid.getMessage()),
                    now));
            return;
        }
        var isNew = operations.submit(
                start.operationId().value(), start.executionId().value(), new AcceptedStart(start, now).format());
        LOG.infof("analysis accepted operationId=%s new=%s", start.operationId(), isNew);
    }

    private void check(AnalysisCommand.Start start, Instant now) {
        switch (start.task()) {
            case AnalysisTask.ConfirmTraffic task -> ConfirmTrafficRun.check(task);
            case AnalysisTask.AnalyseCanary task ->
                planner.plan(start.executionId(), task, now).checkEndsBy(start.deadline());
        }
    }

    private void onCancel(AnalysisCommand.Cancel cancel) {
        var found = operations.cancel(cancel.operationId().value());
        LOG.infof(
                "analysis cancel asked operationId=%s running=%s reason=%s",
                cancel.operationId(), found, cancel.reason());
    }
}
