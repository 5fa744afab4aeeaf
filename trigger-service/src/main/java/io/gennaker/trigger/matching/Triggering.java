package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes an event in: match, drop what was started a moment ago, start the rest, keep the explanation. One call is one
/// transaction of the caller's.
public final class Triggering {
    private final TriggerStore store;
    private final Duration window;

    /// @param window how long the same image at the same tag starts a pipeline only once: registries publish one push
    ///     more than once, with different message ids
    public Triggering(TriggerStore store, Duration window) {
        this.store = store;
        this.window = window;
    }

    public Explanation take(TriggerEvent.ImageChanged event, Consumer<Message> send) {
        List<Explanation.Line> lines = Matcher.match(event, store.index()).stream()
                .map(outcome -> settle(event, outcome, send))
                .toList();
        var explanation = new Explanation(lines);
        store.record(event, explanation);
        return explanation;
    }

    private Explanation.Line settle(TriggerEvent.ImageChanged event, Outcome outcome, Consumer<Message> send) {
        return switch (outcome) {
            case Outcome.NotMatched not ->
                new Explanation.Line(
                        not.pipeline(),
                        not.trigger(),
                        "NotMatched",
                        "wanted " + not.condition() + ", found " + not.found());
            case Outcome.Matched matched -> {
                ExecutionId execution = matched.start().executionId();
                Optional<ExecutionId> earlier =
                        store.startedWithin(window, matched.pipeline(), event.image(), execution, event.at());
                if (earlier.isPresent()) {
                    yield new Explanation.Line(
                            matched.pipeline(), matched.trigger(), "Duplicate", "of " + earlier.get());
                }
                send.accept(matched.start());
                yield new Explanation.Line(matched.pipeline(), matched.trigger(), "Started", execution.value());
            }
        };
    }
}
