package io.gennaker.trigger.matching;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.definition.FreezeDefinition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// What triggering remembers, without a database.
public final class InMemoryTriggerStore implements TriggerStore {
    private record Started(ExecutionId execution, Instant at) {}

    public final List<PipelineTrigger> triggers = new ArrayList<>();
    public final List<FreezeDefinition> freezes = new ArrayList<>();
    private final Map<String, Quiet> quiets = new HashMap<>();
    public final Map<String, TakenEvent> events = new LinkedHashMap<>();
    private final Map<String, TriggerEvent> facts = new HashMap<>();
    private final Map<String, Started> started = new HashMap<>();
    private final Map<String, Instant> newest = new HashMap<>();

    @Override
    public TriggerIndex index() {
        return new TriggerIndex(triggers, freezes, List.of());
    }

    @Override
    public Optional<ExecutionId> startedWithin(
            Duration window, String pipeline, ImageReference image, ExecutionId execution, Instant at) {
        Started before = started.get(pipeline + image);
        if (before != null && !before.at().isBefore(at.minus(window))) {
            return Optional.of(before.execution());
        }
        started.put(pipeline + image, new Started(execution, at));
        return Optional.empty();
    }

    @Override
    public Optional<Instant> newerThan(Instant at, String pipeline, String trigger) {
        Instant known = newest.merge(pipeline + "/" + trigger, at, (a, b) -> a.isAfter(b) ? a : b);
        return known.isAfter(at) ? Optional.of(known) : Optional.empty();
    }

    @Override
    public Optional<Quiet> lockQuiet(String pipeline, String trigger) {
        return Optional.ofNullable(quiets.get(pipeline + "/" + trigger));
    }

    @Override
    public void put(Quiet quiet) {
        quiets.put(quiet.start().pipeline() + "/" + quiet.trigger(), quiet);
    }

    @Override
    public void remove(Quiet quiet) {
        quiets.remove(quiet.start().pipeline() + "/" + quiet.trigger());
    }

    @Override
    public OptionalLong begin(Event event, TriggerEvent fact) {
        long position = events.size() + 1L;
        facts.putIfAbsent(event.identity(), fact);
        return events.putIfAbsent(event.identity(), TakenEvent.of(event, position, Explanation.of(List.of()))) == null
                ? OptionalLong.of(position)
                : OptionalLong.empty();
    }

    @Override
    public void conclude(String event, Explanation explanation) {
        events.computeIfPresent(
                event,
                (_, known) -> new TakenEvent(
                        known.id(),
                        event,
                        known.source(),
                        known.eventId(),
                        known.kind(),
                        known.subject(),
                        known.at(),
                        known.replayOf(),
                        known.requestedBy(),
                        explanation));
    }

    @Override
    public Optional<TakenEvent> find(String event) {
        return Optional.ofNullable(events.get(event));
    }

    @Override
    public Optional<TakenEvent> lock(String event) {
        return find(event);
    }

    @Override
    public Optional<TriggerEvent> fact(String event) {
        return Optional.ofNullable(facts.get(event));
    }
}
