package io.gennaker.trigger.matching;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.JsonValue;
import io.gennaker.pipeline.expression.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A fact in the form in which triggers are matched with it.
///
/// @param kind `registry`, or a [FactKind]'s word
/// @param subject what it is about, for people
/// @param images that it brings along
/// @param action of a registry
/// @param repeats whose event this is once more, where somebody asked for that
public record Event(
        String kind,
        String source,
        String eventId,
        String subject,
        Concern concern,
        List<ImageReference> images,
        @Nullable RegistryAction action,
        Map<String, String> attributes,
        Value payload,
        Instant at,
        @Nullable Repeat repeats) {
    private static final Value NOTHING = new Value.Named(Map.of());
    private static final int LONGEST_SUBJECT = 1_000;

    /// @param event identity of the event that is taken once more
    public record Repeat(String event, String user) {}

    public Event {
        images = List.copyOf(images);
        attributes = Map.copyOf(attributes);
        subject = subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT);
    }

    /// See [TriggerEvent#identity].
    public String identity() {
        return TriggerEvent.identity(source, eventId);
    }

    public static Event of(TriggerEvent.ImageChanged changed) {
        return new Event(
                Concern.REGISTRY,
                changed.source(),
                changed.eventId(),
                changed.image().toString(),
                new Concern(Concern.REGISTRY, changed.image().repository()),
                List.of(changed.image()),
                changed.action(),
                changed.attributes(),
                NOTHING,
                changed.at(),
                null);
    }

    /// @throws IllegalArgumentException when its payload is no JSON
    public static Event of(TriggerEvent.FactReceived fact) {
        Value payload = JsonValue.parse(fact.payload()).orElse(NOTHING);
        return new Event(
                fact.kind().word(),
                fact.source(),
                fact.eventId(),
                subject(fact),
                concern(fact),
                fact.kind() == FactKind.PIPELINE ? images(fact.attributes()) : List.of(),
                null,
                fact.attributes(),
                payload,
                fact.at(),
                null);
    }

    /// The same fact under an identity of its own, as if it came now.
    Event again(String eventId, String user, Instant now) {
        return new Event(
                kind,
                source,
                eventId,
                subject,
                concern,
                images,
                action,
                attributes,
                payload,
                now,
                new Repeat(identity(), user));
    }

    private static Concern concern(TriggerEvent.FactReceived fact) {
        String name =
                switch (fact.kind()) {
                    case GIT -> fact.attributes().getOrDefault("repository", "");
                    case PIPELINE -> fact.attributes().getOrDefault("pipeline", "");
                    case WEBHOOK, MESSAGE, CDEVENT, CRON ->
                        fact.source().substring(fact.source().indexOf(':') + 1);
                };
        return new Concern(fact.kind().word(), name);
    }

    private static String subject(TriggerEvent.FactReceived fact) {
        Map<String, String> known = fact.attributes();
        return switch (fact.kind()) {
            case GIT ->
                known.getOrDefault("repository", "") + " " + known.getOrDefault("action", "") + " "
                        + known.getOrDefault("branch", known.getOrDefault("tag", ""));
            case PIPELINE -> known.getOrDefault("execution", "") + " " + known.getOrDefault("status", "");
            case CDEVENT -> known.getOrDefault("type", fact.source());
            case CRON -> fact.source() + " " + fact.eventId();
            case WEBHOOK, MESSAGE -> fact.source();
        };
    }

    /// Those of the execution that ended.
    private static List<ImageReference> images(Map<String, String> attributes) {
        return attributes.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(Running.ARTIFACT))
                .map(entry -> ImageReference.parse(entry.getValue()))
                .toList();
    }

    /// As expressions of triggers see it.
    Bindings bindings() {
        var known = new TreeMap<String, Value>();
        attributes.forEach((name, value) -> known.put(name, new Value.Text(value)));
        var fields = new TreeMap<String, Value>();
        fields.put("kind", new Value.Text(kind));
        fields.put("source", new Value.Text(source));
        fields.put("subject", new Value.Text(subject));
        fields.put("attributes", new Value.Named(known));
        fields.put("payload", payload);
        if (kind.equals(Concern.REGISTRY)) {
            fields.put("image", image(images.getFirst()));
        }
        return new Bindings(Map.of()).with("event", fields);
    }

    private static Value image(ImageReference image) {
        var fields = new TreeMap<String, Value>();
        fields.put("repository", new Value.Text(image.repository()));
        if (image.tag() != null) {
            fields.put("tag", new Value.Text(image.tag()));
        }
        if (image.digest() != null) {
            fields.put("digest", new Value.Text(image.digest().value()));
        }
        return new Value.Named(fields);
    }
}
