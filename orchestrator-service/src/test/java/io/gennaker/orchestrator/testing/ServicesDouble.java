package io.gennaker.orchestrator.testing;

import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.AnalysisEvent;
import io.gennaker.contracts.AnalysisTask;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.JudgementEvent;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.Verdict;
import io.gennaker.outbox.testing.TestBus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/// Plays deployer, analysis and judgement over the real bus: every command is answered with success, unless told
/// otherwise.
public final class ServicesDouble {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final List<Topic> COMMANDS = List.of(
            Topic.DEPLOYMENT_COMMANDS, Topic.ANALYSIS_COMMANDS, Topic.JUDGEMENT_COMMANDS, Topic.CALLOUT_COMMANDS);

    private final TestBus bus;
    private final Set<String> seen = new HashSet<>();
    private final Map<String, String> failures = new HashMap<>();
    private final Set<String> silences = new HashSet<>();
    private final List<String> begun = new ArrayList<>();
    private boolean twice;

    public ServicesDouble(TestBus bus) {
        this.bus = bus;
    }

    /// Fails the operations whose id contains `part`.
    public ServicesDouble failing(String part, String reason) {
        failures.put(part, reason);
        return this;
    }

    /// Gives no answer about operations whose id contains `part`, except to a cancel.
    public ServicesDouble silent(String part) {
        silences.add(part);
        return this;
    }

    /// Answers for an operation of the deployer about which nothing was said.
    public void succeed(OperationId operation) {
        var execution = new ExecutionId(operation.value().split("/", 2)[0]);
        send(new DeploymentEvent.Succeeded(execution, operation, Map.of(), now()));
    }

    /// Sends every answer twice: once more under its id, and once as a new message.
    public ServicesDouble answeringTwice() {
        twice = true;
        return this;
    }

    /// Plays until the execution is over.
    public ExecutionEvent.Finished playToTheEnd(ExecutionId id) {
        playUntil("the end of " + id, () -> !finished(id).isEmpty());
        return finished(id).getFirst();
    }

    private List<ExecutionEvent.Finished> finished(ExecutionId id) {
        return events(id).stream()
                .filter(ExecutionEvent.Finished.class::isInstance)
                .map(ExecutionEvent.Finished.class::cast)
                .toList();
    }

    public void playUntil(String what, Callable<Boolean> done) {
        await(what)
                .atMost(PATIENCE)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    answerAll();
                    return done.call();
                });
    }

    /// Plays until an operation whose id contains `part` was asked for.
    public void playUntilBegun(String part) {
        playUntil(part + " to begin", () -> begun.stream().anyMatch(operation -> operation.contains(part)));
    }

    /// Operations that were asked for, in their order, without execution and attempt.
    public List<String> begun(ExecutionId id) {
        return begun.stream()
                .filter(operation -> operation.startsWith(id + "/"))
                .map(operation -> operation.substring(id.value().length() + 1))
                .toList();
    }

    public List<ExecutionEvent> events(ExecutionId id) {
        var known = new HashSet<String>();
        return bus.messages(Topic.EXECUTION_EVENTS).stream()
                // The relay may publish one twice; receivers ignore the second.
                .filter(envelope -> known.add(envelope.id()))
                .map(Envelope::message)
                .map(ExecutionEvent.class::cast)
                .filter(event -> event.executionId().equals(id))
                .toList();
    }

    private void answerAll() {
        for (Topic topic : COMMANDS) {
            for (Envelope envelope : bus.messages(topic)) {
                if (seen.add(envelope.id())) {
                    answer(envelope.message());
                }
            }
        }
    }

    private void answer(Message command) {
        switch (command) {
            case DeploymentCommand.Start start -> begin(start.operationId(), deployed(start));
            case AnalysisCommand.Start start -> begin(start.operationId(), analysed(start));
            case JudgementCommand.Open open -> begin(open.operationId(), judged(open));
            case CalloutCommand.Start start -> begin(start.operationId(), fetched(start));
            case DeploymentCommand.Cancel cancel ->
                send(new DeploymentEvent.Cancelled(cancel.executionId(), cancel.operationId(), now()));
            case AnalysisCommand.Cancel cancel ->
                send(new AnalysisEvent.Cancelled(cancel.executionId(), cancel.operationId(), now()));
            case JudgementCommand.Cancel cancel ->
                send(new JudgementEvent.Cancelled(cancel.executionId(), cancel.operationId(), now()));
            case CalloutCommand.Cancel cancel ->
                send(new CalloutEvent.Cancelled(cancel.executionId(), cancel.operationId(), now()));
            case AnalysisCommand.Hold hold -> {}
            case AnalysisCommand.Resume resume -> {}
            default -> throw new IllegalStateException("nobody asked for " + command);
        }
    }

    private void begin(OperationId operation, Message answer) {
        begun.add(operation.value());
        if (silences.stream().noneMatch(operation.value()::contains)) {
            send(answer);
        }
    }

    private void send(Message answer) {
        Envelope envelope = bus.publish(answer);
        if (twice) {
            bus.publish(envelope);
            bus.publish(answer);
        }
    }

    private Message deployed(DeploymentCommand.Start start) {
        return failure(start.operationId())
                .<Message>map(reason -> new DeploymentEvent.Failed(
                        start.executionId(), start.operationId(), FailureCode.NOT_READY, reason, now()))
                .orElseGet(
                        () -> new DeploymentEvent.Succeeded(start.executionId(), start.operationId(), Map.of(), now()));
    }

    private Message analysed(AnalysisCommand.Start start) {
        var reason = failure(start.operationId());
        return switch (start.task()) {
            case AnalysisTask.ConfirmTraffic confirm ->
                new AnalysisEvent.TrafficConfirmed(
                        start.executionId(),
                        start.operationId(),
                        confirm.expected(),
                        new ObservedSplit(80, 10, 10, 200),
                        now());
            case AnalysisTask.AnalyseCanary analyse ->
                new AnalysisEvent.Completed(
                        start.executionId(),
                        start.operationId(),
                        reason.isPresent() ? Verdict.FAIL : Verdict.PASS,
                        reason.isPresent() ? 40 : 100,
                        List.of(reason.orElse("all metrics pass")),
                        List.of(),
                        now(),
                        now(),
                        now());
        };
    }

    /// Each file holds what it was asked for as.
    private static Message fetched(CalloutCommand.Start start) {
        var file = (FileSource.GitFile) ((CalloutTask.FetchFile) start.task()).source();
        String text = "{apiVersion: v1, kind: ConfigMap, metadata: {name: config}, data: {of: " + start.executionId()
                + ", ref: " + file.ref() + "}}";
        return new CalloutEvent.Fetched(
                start.executionId(),
                start.operationId(),
                "832b8366e0f1c2d3a4b5968778695a4b3c2d1e0f",
                null,
                Digest.of(text),
                CompressedText.of(text),
                now());
    }

    private static Message judged(JudgementCommand.Open open) {
        return new JudgementEvent.Concluded(
                open.executionId(),
                open.operationId(),
                JudgementOutcome.APPROVED,
                Decision.APPROVE,
                List.of("eve"),
                null,
                now());
    }

    private Optional<String> failure(OperationId operation) {
        return failures.entrySet().stream()
                .filter(failure -> operation.value().contains(failure.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
