package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.FieldSelector;
import io.gennaker.playground.cluster.objects.LabelSelector;
import io.gennaker.playground.cluster.storage.Change;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.cluster.storage.VersionTooOld;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sends the changes of a collection as they happen, one JSON document a line.
final class WatchStream {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final Duration BETWEEN_BOOKMARKS = Duration.ofSeconds(10);

    private final ObjectStore store;
    private final ResourcePath path;
    private final Presentation presentation;
    private final LabelSelector labels;
    private final FieldSelector fields;

    WatchStream(
            ObjectStore store,
            ResourcePath path,
            Presentation presentation,
            LabelSelector labels,
            FieldSelector fields) {
        this.store = store;
        this.path = path;
        this.presentation = presentation;
        this.labels = labels;
        this.fields = fields;
    }

    /// Streams until the client leaves, the time it asked for is over, or the history it needs is gone.
    void run(Call call) throws IOException, InterruptedException {
        var asked = call.parameter("resourceVersion");
        var initial = asked.isEmpty() || asked.equals("0") || call.flag("sendInitialEvents");
        var from = initial ? 0 : version(asked);
        var end = System.nanoTime() + lifetime(call).toNanos();
        var bookmarks = call.flag("allowWatchBookmarks");
        try (var out = call.stream("application/json")) {
            if (initial) {
                from = sendPresent(out, call.flag("sendInitialEvents"));
            }
            follow(out, from, end, bookmarks);
        } catch (VersionTooOld tooOld) {
            // the stream has ended inside follow with the error as its last line
            return;
        }
    }

    private static long version(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw ApiProblem.badRequest("resourceVersion: Invalid value: \"%s\"".formatted(text));
        }
    }

    private static Duration lifetime(Call call) {
        var asked = call.parameter("timeoutSeconds");
        if (asked.matches("[1-9]\\d{0,5}")) {
            var wanted = Duration.ofSeconds(Integer.parseInt(asked));
            return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
        }
        return LONGEST;
    }

    private long sendPresent(OutputStream out, boolean marked) throws IOException {
        var listing = store.list(path.kind().resource(), path.namespace());
        for (var object : listing.objects()) {
            if (matches(object)) {
                send(out, "ADDED", presentation.one(object));
            }
        }
        if (marked) {
            var bookmark = presentation.bookmark(listing.version());
            bookmark.withObject("/metadata/annotations").put("k8s.io/initial-events-end", "true");
            send(out, "BOOKMARK", bookmark);
        }
        return listing.version();
    }

    private void follow(OutputStream out, long from, long end, boolean bookmarks)
            throws IOException, InterruptedException, VersionTooOld {
        var cursor = from;
        var lastSent = System.nanoTime();
        while (System.nanoTime() < end && !store.isClosed()) {
            var wait = Math.min(end - System.nanoTime(), BETWEEN_BOOKMARKS.toNanos());
            for (var change : changes(out, cursor, Duration.ofNanos(wait))) {
                cursor = change.version();
                if (sendIfSeen(out, change)) {
                    lastSent = System.nanoTime();
                }
            }
            if (bookmarks && System.nanoTime() - lastSent >= BETWEEN_BOOKMARKS.toNanos()) {
                send(out, "BOOKMARK", presentation.bookmark(cursor));
                lastSent = System.nanoTime();
            }
        }
    }

    private Iterable<Change> changes(OutputStream out, long cursor, Duration wait)
            throws IOException, InterruptedException, VersionTooOld {
        try {
            return store.changesAfter(cursor, wait);
        } catch (VersionTooOld tooOld) {
            send(
                    out,
                    "ERROR",
                    ApiProblem.expired(String.valueOf(tooOld.getMessage())).toStatus());
            throw tooOld;
        }
    }

    /// An object that starts or stops to match is added or deleted for this watcher.
    private boolean sendIfSeen(OutputStream out, Change change) throws IOException {
        var key = change.key();
        if (!key.resource().equals(path.kind().resource())
                || (path.namespace() != null && !key.namespace().equals(path.namespace()))) {
            return false;
        }
        var before = change.previous() != null && matches(change.previous());
        var after = change.type() != Change.Type.DELETED && matches(change.object());
        var type = type(before, after);
        if (type == null) {
            return false;
        }
        send(out, type, presentation.one(change.object()));
        return true;
    }

    private static @Nullable String type(boolean before, boolean after) {
        if (before) {
            return after ? "MODIFIED" : "DELETED";
        }
        return after ? "ADDED" : null;
    }

    private boolean matches(JsonNode object) {
        return labels.matches(object) && fields.matches(object);
    }

    private static void send(OutputStream out, String type, ObjectNode object) throws IOException {
        var event = JSON.createObjectNode().put("type", type);
        event.set("object", object);
        var line = JSON.writeValueAsBytes(event);
        out.write(line);
        out.write('\n');
        out.flush();
    }
}
