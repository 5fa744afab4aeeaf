package io.gennaker.trigger.matching;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.pipeline.definition.Trigger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Takes an event in: note it, match, drop what was started a moment ago, start the rest, keep the explanation. One
/// call is one transaction of the caller's.
public final class Triggering {
    /// How long the registry is asked for the digest of a tag.
    private static final Duration RESOLVE_WITHIN = Duration.ofMinutes(10);

    private final TriggerStore store;
    private final Resolutions resolutions;
    private final Quiet.Timers quiets;
    private final Duration window;

    /// @param window how long the same image at the same tag starts a pipeline only once: registries publish one push
    ///     more than once, with different message ids
    public Triggering(TriggerStore store, Resolutions resolutions, Quiet.Timers quiets, Duration window) {
        this.store = store;
        this.resolutions = resolutions;
        this.quiets = quiets;
        this.window = window;
    }

    /// @throws IllegalArgumentException when the event says nothing that can be matched: its payload is no JSON, or it
    ///     tells of an image without a digest where only a digest says which image it is
    public Taken take(TriggerEvent event, Instant now, Consumer<Message> send) {
        return switch (event) {
            case TriggerEvent.ImageChanged changed -> take(Event.of(changed), changed, now, send);
            case TriggerEvent.FactReceived fact -> take(Event.of(fact), fact, now, send);
            case TriggerEvent.ArtifactPublished published ->
                switch (PublishedImage.of(published)) {
                    case PublishedImage.Pushed(var changed) -> take(Event.of(changed), changed, now, send);
                    case PublishedImage.Refused(var reason) -> throw new IllegalArgumentException(reason);
                };
        };
    }

    /// Whether any trigger waits for events like this.
    public boolean concerns(Concern concern) {
        return !store.index().of(concern).isEmpty();
    }

    /// Takes a kept event in once more, for a person.
    ///
    /// @param requestId identity of the request
    /// @return nothing when the event is not kept any more
    public Optional<Taken> replay(String event, String requestId, String user, Instant now, Consumer<Message> send) {
        return store.fact(event).map(fact -> {
            Event kept =
                    switch (fact) {
                        case TriggerEvent.ImageChanged changed -> Event.of(changed);
                        case TriggerEvent.FactReceived received -> Event.of(received);
                        case TriggerEvent.ArtifactPublished _ ->
                            throw new IllegalStateException("kept is the image that was published");
                    };
            return take(kept.again("replay-" + requestId, user, now), fact, now, send);
        });
    }

    /// Keeps an event that starts nothing, with the reason.
    public Taken keep(TriggerEvent.FactReceived fact, TriggerLine line, Instant now, Consumer<Message> send) {
        Event event = Event.of(fact);
        OptionalLong position = store.begin(event, fact);
        return position.isPresent() ? conclude(event, position.getAsLong(), List.of(line), now, send) : repeated(event);
    }

    private Taken take(Event event, TriggerEvent fact, Instant now, Consumer<Message> send) {
        OptionalLong position = store.begin(event, fact);
        if (position.isEmpty()) {
            return repeated(event);
        }
        var started = new HashSet<ExecutionId>();
        List<TriggerLine> lines = Matcher.match(event, store.index()).stream()
                .map(outcome -> settle(event, outcome, started, now, send))
                .toList();
        return conclude(event, position.getAsLong(), lines, now, send);
    }

    private Taken repeated(Event event) {
        return new Taken(kept(event.identity()), true);
    }

    private Taken conclude(Event event, long position, List<TriggerLine> lines, Instant now, Consumer<Message> send) {
        TakenEvent kept = TakenEvent.of(event, position, Explanation.of(lines));
        store.conclude(event.identity(), kept.explanation());
        send.accept(kept.told(now));
        return new Taken(kept, false);
    }

    private TakenEvent kept(String event) {
        return store.find(event).orElseThrow(() -> new IllegalStateException("event " + event + " is not kept"));
    }

    private TriggerLine settle(
            Event event, Outcome outcome, Set<ExecutionId> started, Instant now, Consumer<Message> send) {
        return switch (outcome) {
            case Outcome.NotMatched(var trigger, var why) -> notMatched(trigger, why);
            case Outcome.Matched matched -> settle(event, matched, started, now, send);
        };
    }

    private TriggerLine settle(
            Event event, Outcome.Matched matched, Set<ExecutionId> started, Instant now, Consumer<Message> send) {
        PipelineTrigger trigger = matched.trigger();
        ExecutionCommand.Start start = matched.start();
        Optional<Mismatch> older = older(event, trigger);
        if (older.isPresent()) {
            return notMatched(trigger, older.get());
        }
        if (!started.add(start.executionId())) {
            return line(trigger, TriggerResult.DUPLICATE, "of " + start.executionId());
        }
        Duration quiet = trigger.rule().terms().quiet();
        return quiet == null || event.repeats() != null
                ? ask(event.identity(), trigger.rule().name(), start, "", now, send)
                : awaitQuiet(event.identity(), trigger.rule().name(), start, now.plus(quiet), now, send);
    }

    /// Of events that come before it is quiet the newest counts.
    private TriggerLine awaitQuiet(
            String event,
            String trigger,
            ExecutionCommand.Start start,
            Instant due,
            Instant now,
            Consumer<Message> send) {
        String pipeline = start.pipeline();
        Optional<Quiet> before = store.lockQuiet(pipeline, trigger);
        quiets.end(pipeline, trigger, due);
        if (before.isPresent() && start.at().isBefore(before.get().start().at())) {
            store.put(before.get().after(event, due));
            return TriggerLine.of(
                    pipeline,
                    trigger,
                    TriggerResult.SUPERSEDED,
                    "by " + before.get().event() + ", which is newer");
        }
        Quiet next = before.map(known -> known.with(event, start, due))
                .orElseGet(() -> new Quiet(trigger, event, start, List.of(), due));
        store.put(next);
        before.ifPresent(known -> change(
                known.event(), TriggerLine.of(pipeline, trigger, TriggerResult.SUPERSEDED, "by " + event), now, send));
        return TriggerLine.of(
                pipeline,
                trigger,
                TriggerResult.QUIET,
                start.executionId() + " starts at " + due + " when nothing else comes" + next.words());
    }

    /// Nothing came for a while.
    public void quietOver(String pipeline, String trigger, Instant now, Consumer<Message> send) {
        store.lockQuiet(pipeline, trigger)
                .filter(quiet -> !quiet.due().isAfter(now))
                .ifPresent(quiet -> {
                    store.remove(quiet);
                    change(
                            quiet.event(),
                            ask(quiet.event(), trigger, quiet.start(), quiet.words(), now, send),
                            now,
                            send);
                });
    }

    /// Asks for an execution, or for the digests first that it lacks.
    private TriggerLine ask(
            String event,
            String trigger,
            ExecutionCommand.Start start,
            String inPlaceOf,
            Instant now,
            Consumer<Message> send) {
        if (start.artifacts().stream().anyMatch(artifact -> artifact.image().digest() == null)) {
            resolutions.request(new Resolutions.Pending(event, trigger, start, now.plus(RESOLVE_WITHIN)));
            return TriggerLine.of(
                    start.pipeline(),
                    trigger,
                    TriggerResult.RESOLVING,
                    "the registry is asked for the digest of " + tags(start));
        }
        return begin(trigger, start, inPlaceOf, now, send);
    }

    private TriggerLine begin(
            String trigger, ExecutionCommand.Start start, String inPlaceOf, Instant now, Consumer<Message> send) {
        Optional<ExecutionId> earlier = earlier(start);
        if (earlier.isPresent()) {
            return TriggerLine.of(start.pipeline(), trigger, TriggerResult.DUPLICATE, "of " + earlier.get());
        }
        send.accept(start);
        String frozen = store.index()
                .freeze(start.pipeline(), now)
                .map(freeze -> "; " + freeze.words())
                .orElse("");
        return TriggerLine.of(
                start.pipeline(),
                trigger,
                TriggerResult.STARTED,
                start.executionId() + inPlaceOf + files(start) + frozen);
    }

    private static String files(ExecutionCommand.Start start) {
        return start.trigger().attributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(StartBuilder.FILE))
                .map(attribute ->
                        "; " + attribute.getKey().substring(StartBuilder.FILE.length()) + ": " + attribute.getValue())
                .collect(Collectors.joining());
    }

    /// The execution that a registry's image started a moment ago; none when a person wants it again.
    private Optional<ExecutionId> earlier(ExecutionCommand.Start start) {
        return start.trigger().kind().equals(Concern.REGISTRY)
                        && start.trigger().user() == null
                ? start.artifacts().stream()
                        .map(Artifact::image)
                        .filter(image -> image.repository()
                                .equals(start.trigger().attributes().get("repository")))
                        .findFirst()
                        .flatMap(image -> earlier(start, image))
                : Optional.empty();
    }

    private Optional<ExecutionId> earlier(ExecutionCommand.Start start, ImageReference image) {
        return store.startedWithin(window, start.pipeline(), image, start.executionId(), start.at());
    }

    private Optional<Mismatch> older(Event event, PipelineTrigger trigger) {
        if (!(trigger.rule() instanceof Trigger.Registry registry) || !registry.newest()) {
            return Optional.empty();
        }
        return store.newerThan(event.at(), trigger.pipeline(), registry.name())
                .map(newer -> new Mismatch("an image pushed after " + newer, "one pushed at " + event.at()));
    }

    /// The registry has named the digests.
    ///
    /// @param start its images pinned
    public void resolved(
            Resolutions.Pending pending, ExecutionCommand.Start start, Instant now, Consumer<Message> send) {
        change(pending.event(), begin(pending.trigger(), start, "", now, send), now, send);
    }

    /// The registry does not know the tag, or did not answer in time.
    public void unresolved(Resolutions.Pending pending, String reason, Instant now, Consumer<Message> send) {
        var why = new Mismatch("a digest to pin " + tags(pending.start()) + " by", reason);
        change(
                pending.event(),
                TriggerLine.of(pending.start().pipeline(), pending.trigger(), TriggerResult.NOT_MATCHED, why.text()),
                now,
                send);
    }

    private void change(String event, TriggerLine line, Instant now, Consumer<Message> send) {
        store.lock(event).ifPresent(kept -> {
            store.conclude(event, kept.explanation().with(line));
            send.accept(kept(event).told(now));
        });
    }

    private static String tags(ExecutionCommand.Start start) {
        return String.join(
                ", ",
                start.artifacts().stream()
                        .map(Artifact::image)
                        .filter(image -> image.digest() == null)
                        .map(ImageReference::toString)
                        .toList());
    }

    private static TriggerLine notMatched(PipelineTrigger trigger, Mismatch why) {
        return line(trigger, TriggerResult.NOT_MATCHED, why.text());
    }

    private static TriggerLine line(PipelineTrigger trigger, TriggerResult result, String detail) {
        return TriggerLine.of(trigger.pipeline(), trigger.rule().name(), result, detail);
    }
}
