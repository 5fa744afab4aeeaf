package io.gennaker.judgement.slack;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.MessageCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Who Slack's users are here, by their ids: a name in Slack can be changed by its owner, an id cannot. A file that
/// cannot be read names nobody.
final class SlackUsers {
    private static final Logger LOG = Logger.getLogger(SlackUsers.class);
    private static final TypeReference<Map<String, Person>> PEOPLE = new TypeReference<>() {};

    private final @Nullable Path file;
    private Known known = new Known(null, Map.of());

    SlackUsers(Optional<Path> file) {
        this.file = file.orElse(null);
    }

    record Person(String user, @Nullable List<String> roles) {
        Actor actor() {
            return new Actor(user, roles == null ? List.of() : roles);
        }
    }

    private record Known(@Nullable FileTime written, Map<String, Person> people) {}

    synchronized Optional<Actor> find(String slackUser) {
        return Optional.ofNullable(people().get(slackUser)).map(Person::actor);
    }

    private Map<String, Person> people() {
        if (file == null) {
            return Map.of();
        }
        try {
            FileTime written = Files.getLastModifiedTime(file);
            if (!written.equals(known.written())) {
                known = new Known(written, MessageCodec.json().readValue(Files.readString(file), PEOPLE));
                LOG.infof(
                        "slack users read file=%s users=%d",
                        file, known.people().size());
            }
        } catch (IOException unreadable) {
            LOG.errorf("slack users not readable file=%s reason=\"%s\"", file, unreadable.getMessage());
            known = new Known(null, Map.of());
        }
        return known.people();
    }
}
