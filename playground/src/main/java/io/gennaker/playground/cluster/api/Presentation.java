package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.util.List;

/// Objects as a client sees them: under the version it asked for, one by one, as a list or as a table.
final class Presentation {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ResourcePath path;
    private final boolean table;

    Presentation(ResourcePath path, Call call) {
        this.path = path;
        this.table = call.wantsTable();
    }

    /// An object, or whatever else the server answers about one.
    ObjectNode one(ObjectNode object) {
        if (object.path("kind").asText().equals("Status")) {
            return object;
        }
        return table ? Tables.of(path.kind(), List.of(object), version(object)) : inVersion(object);
    }

    ObjectNode all(ObjectStore.Listing listing) {
        var version = Long.toString(listing.version());
        if (table) {
            return Tables.of(path.kind(), listing.objects(), version);
        }
        var list =
                JSON.createObjectNode().put("kind", path.kind().name() + "List").put("apiVersion", path.apiVersion());
        list.putObject("metadata").put("resourceVersion", version);
        var items = list.putArray("items");
        listing.objects().forEach(object -> items.add(inVersion(object)));
        return list;
    }

    /// The shell of an object that tells a watcher only how far it has come.
    ObjectNode bookmark(long version) {
        var shell = JSON.createObjectNode().put("kind", path.kind().name()).put("apiVersion", path.apiVersion());
        shell.putObject("metadata").put("resourceVersion", Long.toString(version));
        return shell;
    }

    /// A shallow copy, since what is stored must not change.
    private ObjectNode inVersion(ObjectNode object) {
        var shown = JSON.createObjectNode();
        shown.put("apiVersion", path.apiVersion());
        shown.put("kind", path.kind().name());
        object.properties().forEach(field -> {
            if (!field.getKey().equals("apiVersion") && !field.getKey().equals("kind")) {
                shown.set(field.getKey(), field.getValue());
            }
        });
        return shown;
    }

    private static String version(ObjectNode object) {
        return object.path("metadata").path("resourceVersion").asText();
    }
}
