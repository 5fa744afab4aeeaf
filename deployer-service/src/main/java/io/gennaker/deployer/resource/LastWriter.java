package io.gennaker.deployer.resource;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who wrote a field last, as the server records it in `managedFields`.
///
/// @param operation `Apply` or `Update`
/// @param at null when the server does not say
public record LastWriter(
        String manager, String operation, @Nullable Instant at) {
    /// The newest owner of the field or of anything below it; where nobody owns it, because it was removed, the newest
    /// writer of the object. Of owners of the same second one that is not `self`.
    public static Optional<LastWriter> of(Resource resource, String self, String... field) {
        List<Value> entries = resource.at("metadata", "managedFields").items().stream()
                .filter(entry -> !entry.at("subresource").is("status"))
                .toList();
        List<Value> owners = entries.stream()
                .filter(entry -> entry.at("fieldsV1").at(marked(field)).isPresent())
                .toList();
        return (owners.isEmpty() ? entries : owners)
                .stream()
                        .map(LastWriter::read)
                        .max(Comparator.comparing(LastWriter::moment)
                                .thenComparing(writer -> !writer.manager().equals(self)));
    }

    private static String[] marked(String[] field) {
        var path = new String[field.length];
        for (int index = 0; index < field.length; index++) {
            path[index] = "f:" + field[index];
        }
        return path;
    }

    private static LastWriter read(Value entry) {
        return new LastWriter(
                entry.at("manager").textOr("unknown"),
                entry.at("operation").textOr("Update"),
                time(entry.at("time").text()));
    }

    private static @Nullable Instant time(@Nullable String text) {
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException unreadable) {
            return null;
        }
    }

    private Instant moment() {
        return at == null ? Instant.MIN : at;
    }

    @Override
    public String toString() {
        return "by " + manager + " (" + operation + ")" + (at == null ? "" : " at " + at);
    }
}
