package io.gennaker.contracts;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// CloudEvents 1.0 in Kafka's binary mode: attributes as `ce_` headers, the message as JSON.
///
/// Closed and complete: an unknown property, type or enumeration value is refused, never ignored, and so is a message
/// that lacks a component which is not `@Nullable`. Thread-safe.
public final class MessageCodec {
    /// Largest message in bytes that a service accepts or writes.
    public static final int LARGEST = 1_000_000;

    /// Longest reason of a [MalformedMessage] in characters: it must fit a header of a dead letter.
    static final int LONGEST_REASON = 600;

    private static final String CDEVENT = "application/cdevents+json";
    private static final Pattern CONTENT_TYPE =
            Pattern.compile("application/(cdevents\\+)?json(\\s*;.*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final JsonMapper DOCUMENTS = ContractJson.documents();
    private static final JsonMapper MESSAGES = ContractJson.messages();
    // What follows the message is looked for here, where its error can be worded.
    private static final ObjectReader READER =
            MESSAGES.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private MessageCodec() {}

    /// The mapper for state and documents of services that hold contract records.
    public static JsonMapper json() {
        return DOCUMENTS;
    }

    /// Headers of a record, in order.
    public static Map<String, String> headers(Envelope envelope) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", envelope.id());
        headers.put("ce_source", envelope.source());
        headers.put("ce_type", envelope.type().type());
        headers.put("ce_subject", subject(envelope.message()));
        headers.put("ce_time", envelope.time().toString());
        if (envelope.causationId() != null) {
            headers.put("ce_causationid", envelope.causationId());
        }
        if (envelope.traceparent() != null) {
            headers.put("ce_traceparent", envelope.traceparent());
        }
        headers.put("content-type", contentType(envelope.message()));
        return headers;
    }

    /// Value of a record.
    ///
    /// @throws IllegalArgumentException when the message is larger than [#LARGEST]
    public static byte[] value(Message message) {
        try {
            byte[] bytes = MESSAGES.writeValueAsBytes(message);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(MessageType.of(message).type() + " for " + message.key() + " has "
                        + bytes.length + " bytes; at most " + LARGEST + " are allowed");
            }
            return bytes;
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + message.getClass(), impossible);
        }
    }

    /// Reads a record.
    ///
    /// @param headers of the record, names in lower case
    /// @throws MalformedMessage saying what was found, where, and what is allowed, in at most a few hundred
    /// characters
    public static Envelope read(Map<String, String> headers, byte @Nullable [] value) throws MalformedMessage {
        MessageType type = type(headers);
        if (value == null) {
            throw refused(type, "has no value");
        }
        if (value.length > LARGEST) {
            throw refused(type, "has " + value.length + " bytes; at most " + LARGEST + " are allowed");
        }
        return new Envelope(
                bounded(headers, "ce_id", Envelope.LONGEST_ID),
                bounded(headers, "ce_source", Envelope.LONGEST_SOURCE),
                time(headers),
                optional(headers, "ce_causationid", Envelope.LONGEST_ID),
                traceparent(headers),
                message(type, value));
    }

    /// Reads a record that may hold several messages: see [PackedMessages].
    public static List<Envelope> readAll(Map<String, String> headers, byte @Nullable [] value) throws MalformedMessage {
        if (value == null || !PackedMessages.isPacked(headers)) {
            return List.of(read(headers, value));
        }
        var messages = new ArrayList<Envelope>();
        for (PackedMessages.Single single : PackedMessages.unpack(value)) {
            messages.add(read(single.headers(), single.value()));
        }
        return messages;
    }

    /// The execution where the message is about one: some commands are keyed otherwise.
    private static String subject(Message message) {
        return switch (message) {
            case DeliveryFact fact -> fact.subjectId();
            case TriggerEvent.ArtifactPublished published -> published.subjectId();
            case ExecutionCommand command -> command.executionId().value();
            case ExecutionEvent _,
                    ExecutionProof _,
                    DeploymentCommand _,
                    AnalysisCommand _,
                    GraphCommand _,
                    GraphEvent _,
                    EvidenceEvent _,
                    HealthEvent _,
                    JudgementCommand _,
                    CalloutCommand _,
                    NoticeEvent _,
                    OperationEvent _,
                    DefinitionCommand _,
                    DefinitionEvent _,
                    ImageCommand _,
                    ImageEvent _,
                    TriggerCommand _,
                    TriggerOutcome _,
                    TriggerEvent.ImageChanged _,
                    TriggerEvent.FactReceived _ -> message.key();
        };
    }

    /// CDEvents ask for a media type of their own, so that a reader knows the JSON by it.
    private static String contentType(Message message) {
        return message instanceof CdEvent ? CDEVENT : "application/json";
    }

    private static Message message(MessageType type, byte[] value) throws MalformedMessage {
        try (JsonParser json = MESSAGES.createParser(value)) {
            return message(type, json);
        } catch (IOException malformed) {
            // The parser guesses at other encodings, and finds what is none.
            throw refused(type, "is no JSON in UTF-8: " + Check.excerpt(String.valueOf(malformed.getMessage())));
        }
    }

    private static Message message(MessageType type, JsonParser json) throws IOException, MalformedMessage {
        try {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refused(type, "is " + RefusedJson.found(json.currentToken()) + "; allowed is an object");
            }
            Message message = READER.forType(type.record()).readValue(json);
            if (json.nextToken() != null) {
                throw refused(type, "has more after the end of its object");
            }
            return message;
        } catch (JsonProcessingException malformed) {
            throw refused(type, RefusedJson.reason(malformed));
        }
    }

    private static MalformedMessage refused(MessageType type, String what) {
        return refused(type.shortName() + ": " + what);
    }

    private static MalformedMessage refused(String reason) {
        return new MalformedMessage(
                reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON - 3) + "...");
    }

    private static MessageType type(Map<String, String> headers) throws MalformedMessage {
        String version = required(headers, "ce_specversion");
        if (!version.equals("1.0")) {
            throw refused("header ce_specversion is '" + Check.excerpt(version) + "'; allowed is 1.0");
        }
        String contentType = headers.getOrDefault("content-type", "application/json");
        if (!CONTENT_TYPE.matcher(contentType).matches()) {
            throw refused("header content-type is '" + Check.excerpt(contentType) + "'; allowed is application/json");
        }
        String name = required(headers, "ce_type");
        return MessageType.ofType(name)
                .orElseThrow(() -> refused("header ce_type is '" + Check.excerpt(name)
                        + "', which is unknown; allowed are the types of the contracts, for example "
                        + MessageType.IMAGE_CHANGED.type()));
    }

    private static String required(Map<String, String> headers, String name) throws MalformedMessage {
        String value = headers.get(name);
        if (value == null || value.isBlank()) {
            throw refused("header " + name + " is missing; found are " + RefusedJson.names(headers.keySet()));
        }
        return value;
    }

    private static String bounded(Map<String, String> headers, String name, int longest) throws MalformedMessage {
        String value = required(headers, name);
        if (value.length() > longest) {
            throw refused(
                    "header " + name + " has " + value.length() + " characters; at most " + longest + " are allowed");
        }
        return value;
    }

    private static @Nullable String optional(Map<String, String> headers, String name, int longest)
            throws MalformedMessage {
        return headers.containsKey(name) ? bounded(headers, name, longest) : null;
    }

    private static Instant time(Map<String, String> headers) throws MalformedMessage {
        String text = required(headers, "ce_time");
        try {
            return ContractScalars.instant(text);
        } catch (DateTimeException malformed) {
            throw refused(
                    "header ce_time is '" + Check.excerpt(text) + "'; allowed is a time such as 2026-01-31T12:00:00Z");
        }
    }

    /// A trace that cannot be read is dropped, as its specification asks: it must not cost a message.
    private static @Nullable String traceparent(Map<String, String> headers) {
        String text = headers.get("ce_traceparent");
        return text != null && TRACEPARENT.matcher(text).matches() ? text : null;
    }
}
