package io.gennaker.contracts.asyncapi;

import io.gennaker.contracts.MessageType;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The README's table of all messages.
public final class MessageTable {
    /// Around the table in the README: what is between them is generated.
    public static final String BEGIN = "<!-- messages: begin, generated -->\n";

    public static final String END = "<!-- messages: end -->\n";

    private MessageTable() {}

    /// `readme` with its table as it must be.
    public static String in(String readme) {
        int begin = readme.indexOf(BEGIN);
        int end = readme.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalStateException("README.md lacks the lines " + BEGIN + " and " + END);
        }
        return readme.substring(0, begin + BEGIN.length()) + table() + readme.substring(end);
    }

    private static String table() {
        return "| Type | Topic | Key | Record | Written by | Read by | Meaning |\n"
                + "|---|---|---|---|---|---|---|\n"
                + Arrays.stream(MessageType.values()).map(MessageTable::row).collect(Collectors.joining());
    }

    private static String row(MessageType type) {
        Participants participants = Participants.of(type);
        return "| `%s` | `%s` | %s | `%s.%s` | %s | %s | %s |\n"
                .formatted(
                        type.type(),
                        type.topic().topicName(),
                        Names.key(type),
                        type.record().getEnclosingClass().getSimpleName(),
                        type.record().getSimpleName(),
                        words(participants.writers(), participants.outside()),
                        words(participants.readers(), participants.readers().isEmpty()),
                        Names.meaning(type).replace("|", "\\|"));
    }

    private static String words(List<Service> services, boolean outside) {
        return Stream.concat(
                        services.stream().map(Service::word), outside ? Stream.of("systems outside") : Stream.empty())
                .collect(Collectors.joining(", "));
    }
}
