package io.gennaker.contracts.asyncapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.CdEvent;
import io.gennaker.contracts.MessageType;

/// The AsyncAPI document that holds every message once, for the services' documents to refer to.
public final class MessagesDocument {
    static final String FILE = "messages.yaml";
    static final String BINDING_VERSION = "0.5.0";
    static final String DEAD_LETTER = "DeadLetter";

    private MessagesDocument() {}

    /// The document as it is published.
    public static String text() {
        ObjectNode document = head(
                "Gennaker: messages",
                "Every message of Gennaker's bus, in CloudEvents 1.0 binary mode. The services' documents refer to it.");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        for (MessageType type : MessageType.values()) {
            messages.set(Names.of(type), message(type));
        }
        messages.set(DEAD_LETTER, deadLetter());
        components.putObject("messageTraits").set("CloudEvent", cloudEvent());
        return Yaml.text(document);
    }

    static ObjectNode head(String title, String description) {
        ObjectNode document = Yaml.object().put("asyncapi", "3.0.0");
        ObjectNode info = document.putObject("info");
        info.put("title", title).put("version", "1.0.0").put("description", description);
        info.putObject("license")
                .put("name", "Apache-2.0")
                .put("url", "https://www.apache.org/licenses/LICENSE-2.0.txt");
        document.put("defaultContentType", "application/json");
        return document;
    }

    private static ObjectNode message(MessageType type) {
        ObjectNode message = Yaml.object()
                .put("name", type.type())
                .put("title", type.shortName())
                .put("summary", Names.meaning(type))
                .put("contentType", isCdEvent(type) ? "application/cdevents+json" : "application/json");
        message.putArray("traits").add(Yaml.reference("#/components/messageTraits/CloudEvent"));
        message.set("bindings", key(Names.key(type)));
        message.putObject("payload")
                .put("schemaFormat", "application/schema+json;version=draft-2020-12")
                .set("schema", Yaml.reference("../schemas/" + type.type() + ".json"));
        return message;
    }

    private static boolean isCdEvent(MessageType type) {
        return CdEvent.class.isAssignableFrom(type.record());
    }

    private static ObjectNode cloudEvent() {
        ObjectNode trait = Yaml.object();
        ObjectNode headers = trait.putObject("headers").put("type", "object");
        headers.putArray("required")
                .add("ce_specversion")
                .add("ce_id")
                .add("ce_source")
                .add("ce_type")
                .add("ce_time");
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("type", "string").put("const", "1.0");
        text(properties, "ce_id", "Unique; receivers ignore an id they have seen.")
                .put("maxLength", 200);
        text(properties, "ce_source", "The service that wrote the message.").put("maxLength", 300);
        text(properties, "ce_type", "The name of the message.");
        text(properties, "ce_subject", "The execution, or else the record's key.");
        text(properties, "ce_time", "When the message was written, RFC 3339.").put("format", "date-time");
        text(properties, "ce_causationid", "Id of the message that caused this one.")
                .put("maxLength", 200);
        text(properties, "ce_traceparent", "W3C trace context.");
        properties
                .putObject("content-type")
                .put("type", "string")
                .putArray("enum")
                .add("application/json")
                .add("application/cdevents+json");
        return trait;
    }

    private static ObjectNode deadLetter() {
        ObjectNode message = Yaml.object()
                .put("name", "dead letter")
                .put("summary", "A record that could not be handled, as received, with the reason in its headers.");
        ObjectNode headers = message.putObject("headers").put("type", "object");
        headers.putArray("required")
                .add("gennaker-dead-letter-reason")
                .add("gennaker-dead-letter-topic")
                .add("gennaker-dead-letter-service");
        ObjectNode properties = headers.putObject("properties");
        text(properties, "gennaker-dead-letter-reason", "What was found, where, and what is allowed.");
        text(properties, "gennaker-dead-letter-topic", "Topic it was read from.");
        text(properties, "gennaker-dead-letter-partition", "Partition it was read from.");
        text(properties, "gennaker-dead-letter-offset", "Offset it was read from.");
        text(properties, "gennaker-dead-letter-service", "Service that could not handle it.");
        text(properties, "gennaker-dead-letter-at", "When it was given up, RFC 3339.");
        message.set("bindings", key("as received"));
        return message;
    }

    private static ObjectNode text(ObjectNode properties, String name, String description) {
        return properties.putObject(name).put("type", "string").put("description", description);
    }

    private static ObjectNode key(String description) {
        ObjectNode bindings = Yaml.object();
        ObjectNode kafka = bindings.putObject("kafka");
        kafka.putObject("key").put("type", "string").put("description", description);
        kafka.put("bindingVersion", BINDING_VERSION);
        return bindings;
    }
}
