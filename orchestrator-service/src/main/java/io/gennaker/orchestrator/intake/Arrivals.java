package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Lets starts in, in the order in which they came: each when its files are there. Whatever becomes of a file, a start
/// waits a bounded time; then it runs with what stands in, or is refused with the reason.
public final class Arrivals {
    /// For an answer that is under way at the deadline.
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Starts starts;
    private final WaitingStarts waiting;
    private final FileTexts texts;
    private final ExecutionStore store;
    private final Duration within;

    /// @param within how long files are asked for
    public Arrivals(Starts starts, WaitingStarts waiting, FileTexts texts, ExecutionStore store, Duration within) {
        this.starts = starts;
        this.waiting = waiting;
        this.texts = texts;
        this.store = store;
        this.within = within;
    }

    /// Told of pipelines that are about to be started, to read together what is known of them.
    public void expect(Collection<String> pipelines) {
        waiting.expectAny(pipelines);
        starts.expect(pipelines);
    }

    /// Starts or refuses an execution, at once or when its files are there. One that is known stays as it is.
    public void start(ExecutionCommand.Start command, Instant at, Outgoing outgoing) {
        boolean behind = waiting.any(command.pipeline());
        if (behind && isKnown(command.executionId())) {
            return;
        }
        if (!behind && starts.start(command, FileAnswers.NONE, at, outgoing).isEmpty()) {
            return;
        }
        if (starts.refuses(command, at, outgoing)) {
            return;
        }
        store.lockPlaces(command.pipeline());
        var start = new WaitingStart(command, Map.of());
        waiting.add(start, at);
        if (behind) {
            // so that it waits for its files and for those before it at the same time
            starts.missing(command, start)
                    .ifPresentOrElse(
                            missing -> ask(start, missing, at, outgoing),
                            () -> starts.awaitsFiles(command, List.of(), at, outgoing));
        }
        advance(command.pipeline(), at, outgoing);
    }

    private boolean isKnown(ExecutionId id) {
        return waiting.find(id).isPresent() || store.exists(id);
    }

    /// Takes an answer about a file.
    ///
    /// @return whether it is about a start that waits
    public boolean told(CalloutEvent event, Instant at, Outgoing outgoing) {
        UnaryOperator<WaitingStart.Request> answer =
                switch (event) {
                    case CalloutEvent.Fetched fetched -> {
                        String text = fetched.content().text();
                        yield request -> {
                            texts.keep(fetched.digest(), text);
                            return request.brought(fetched.digest(), fetched.commit(), fetched.etag());
                        };
                    }
                    case CalloutEvent.Failed failed -> request -> request.failed(failed.reason());
                    case CalloutEvent.Cancelled _ -> request -> request.failed(request.source() + ": was cancelled");
                    case CalloutEvent.Progressed _, CalloutEvent.Succeeded _ -> UnaryOperator.identity();
                };
        return change(event.executionId(), start -> start.answered(event.operationId(), answer), at, outgoing);
    }

    /// Nobody brought the files of a start in time.
    public void late(ExecutionId id, Instant at, Outgoing outgoing) {
        change(
                id,
                start -> {
                    var changed = start;
                    for (String artifact : start.files().keySet()) {
                        changed = changed.answered(
                                start.operation(artifact),
                                request -> request.failed(request.source() + ": nobody brought it within "
                                        + within.toSeconds() + " s; is the judgement service running?"));
                    }
                    return changed;
                },
                at,
                outgoing);
    }

    /// The pipeline of one that waits.
    public Optional<String> pipeline(ExecutionId id) {
        return waiting.find(id).map(start -> start.command().pipeline());
    }

    /// Ends one that waits, for the execution that asked for it.
    ///
    /// @return whether it waited
    public boolean withdraw(ExecutionId id, String reason, Instant at, Outgoing outgoing) {
        return remove(id, reason, at, outgoing, command -> starts.refuse(command, reason, at, outgoing));
    }

    /// Ends one that waits, for a person who may do that.
    ///
    /// @return whether it waited
    public boolean cancel(ExecutionCommand.Cancel cancel, Instant at, Outgoing outgoing) {
        ExecutionId id = cancel.executionId();
        String reason = "cancelled by " + cancel.by().user() + " before its files were there: " + cancel.reason();
        return remove(
                id,
                reason,
                at,
                outgoing,
                command -> outgoing.send(
                        new ExecutionEvent.Finished(id, command.pipeline(), ExecutionStatus.CANCELLED, reason, at)));
    }

    private boolean remove(
            ExecutionId id, String reason, Instant at, Outgoing outgoing, Consumer<ExecutionCommand.Start> end) {
        Optional<WaitingStart> found = locked(id);
        found.ifPresent(start -> {
            waiting.remove(id);
            start.files().forEach((artifact, request) -> {
                if (request.isOpen()) {
                    outgoing.send(new CalloutCommand.Cancel(id, start.operation(artifact), reason));
                }
            });
            end.accept(start.command());
            advance(start.command().pipeline(), at, outgoing);
        });
        return found.isPresent();
    }

    private boolean change(ExecutionId id, UnaryOperator<WaitingStart> by, Instant at, Outgoing outgoing) {
        Optional<WaitingStart> found = locked(id);
        found.ifPresent(start -> {
            WaitingStart changed = by.apply(start);
            if (!changed.equals(start)) {
                waiting.save(changed);
                advance(start.command().pipeline(), at, outgoing);
            }
        });
        return found.isPresent();
    }

    /// Read again when its pipeline's places are held: it may have been let in meanwhile.
    private Optional<WaitingStart> locked(ExecutionId id) {
        return waiting.find(id).flatMap(start -> {
            store.lockPlaces(start.command().pipeline());
            return waiting.find(id);
        });
    }

    /// Nobody overtakes: of two pushes the older one must not replace the newer one.
    private void advance(String pipeline, Instant at, Outgoing outgoing) {
        for (WaitingStart next : waiting.of(pipeline)) {
            Optional<Planning.Missing> missing = starts.start(next.command(), next, at, outgoing);
            if (missing.isPresent()) {
                ask(next, missing.get(), at, outgoing);
                return;
            }
            waiting.remove(next.id());
        }
    }

    private void ask(WaitingStart start, Planning.Missing missing, Instant at, Outgoing outgoing) {
        var asking = start;
        for (Planning.Wanted wanted : missing.files()) {
            if (!start.hasAsked(wanted)) {
                asking = asking.asking(wanted);
                outgoing.send(new CalloutCommand.Start(
                        start.id(),
                        asking.operation(wanted.artifact()),
                        new CalloutTask.FetchFile(wanted.source()),
                        at.plus(within)));
            }
        }
        if (!asking.equals(start)) {
            waiting.save(asking);
            starts.awaitsFiles(start.command(), asking.words(), at, outgoing);
            outgoing.expectFiles(start.id(), at.plus(within).plus(MARGIN));
        }
    }
}
