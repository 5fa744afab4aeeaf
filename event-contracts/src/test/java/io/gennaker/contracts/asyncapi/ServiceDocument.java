package io.gennaker.contracts.asyncapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.Topic;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/// The AsyncAPI document of one service: what it sends and receives, from its point of view.
public final class ServiceDocument {
    private final Service service;

    private ServiceDocument(Service service) {
        this.service = service;
    }

    /// The document as it is published.
    public static String of(Service service) {
        return new ServiceDocument(service).text();
    }

    private String text() {
        ObjectNode document = MessagesDocument.head("Gennaker: " + service.word() + " service", service.purpose());
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        for (Topic topic : Topic.values()) {
            List<MessageType> touched = types(topic, type -> sends(type) || receives(type));
            if (!touched.isEmpty()) {
                channels.set(Names.of(topic), channel(topic, touched));
                operation(operations, "receive", topic, types(topic, this::receives));
                operation(operations, "send", topic, types(topic, this::sends));
            }
        }
        deadLetters(channels, operations);
        return Yaml.text(document);
    }

    private boolean sends(MessageType type) {
        return Participants.of(type).writers().contains(service);
    }

    private boolean receives(MessageType type) {
        return Participants.of(type).readers().contains(service);
    }

    private static List<MessageType> types(Topic topic, Predicate<MessageType> which) {
        return Arrays.stream(MessageType.values())
                .filter(type -> type.topic() == topic && which.test(type))
                .toList();
    }

    private static ObjectNode channel(Topic topic, List<MessageType> types) {
        ObjectNode channel = Yaml.object().put("address", topic.topicName());
        ObjectNode messages = channel.putObject("messages");
        types.forEach(type -> messages.set(Names.of(type), shared(Names.of(type))));
        channel.set("bindings", bindings(topic));
        return channel;
    }

    private static ObjectNode shared(String message) {
        return Yaml.reference("./" + MessagesDocument.FILE + "#/components/messages/" + message);
    }

    private static ObjectNode bindings(Topic topic) {
        ObjectNode bindings = Yaml.object();
        ObjectNode kafka = bindings.putObject("kafka").put("topic", topic.topicName());
        if (topic.isCompacted()) {
            kafka.putObject("topicConfiguration").putArray("cleanup.policy").add("compact");
        }
        kafka.put("bindingVersion", MessagesDocument.BINDING_VERSION);
        return bindings;
    }

    private static void operation(ObjectNode operations, String action, Topic topic, List<MessageType> types) {
        if (types.isEmpty()) {
            return;
        }
        String channel = Names.of(topic);
        ObjectNode operation = operations
                .putObject(action + Character.toUpperCase(channel.charAt(0)) + channel.substring(1))
                .put("action", action);
        operation.set("channel", Yaml.reference("#/channels/" + channel));
        ArrayNode messages = operation.putArray("messages");
        types.forEach(type -> messages.add(Yaml.reference("#/channels/" + channel + "/messages/" + Names.of(type))));
    }

    private static void deadLetters(ObjectNode channels, ObjectNode operations) {
        String name = Names.of(Topic.DEAD_LETTERS);
        ObjectNode channel = channels.putObject(name).put("address", Topic.DEAD_LETTERS.topicName());
        channel.putObject("messages").set(MessagesDocument.DEAD_LETTER, shared(MessagesDocument.DEAD_LETTER));
        channel.set("bindings", bindings(Topic.DEAD_LETTERS));
        operations
                .putObject("sendDeadLetters")
                .put("action", "send")
                .put("summary", "Any record that could not be handled, after bounded retries.")
                .set("channel", Yaml.reference("#/channels/" + name));
    }
}
