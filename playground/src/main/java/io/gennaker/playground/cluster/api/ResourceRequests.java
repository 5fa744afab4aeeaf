package io.gennaker.playground.cluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.objects.ApiProblem;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.FieldSelector;
import io.gennaker.playground.cluster.objects.LabelSelector;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.patch.Patches;
import io.gennaker.playground.cluster.patch.Structure;
import io.gennaker.playground.cluster.storage.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Answers requests for objects and collections: the verbs of the Kubernetes API.
final class ResourceRequests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String APPLY = "application/apply-patch+yaml";

    private final ClusterObjects objects;
    private final ObjectStore store;
    private final LogRequests logs;

    ResourceRequests(ClusterObjects objects, ObjectStore store, LogRequests logs) {
        this.objects = objects;
        this.store = store;
        this.logs = logs;
    }

    void answer(Call call, ResourcePath path) throws IOException, InterruptedException {
        if (path.subresource().equals("log") && path.kind().resource().equals("pods")) {
            logs.answer(call, path);
        } else if (path.name().isEmpty()) {
            answerForCollection(call, path);
        } else {
            answerForObject(call, path, part(path));
        }
    }

    private static Part part(ResourcePath path) {
        for (var part : Part.values()) {
            var served =
                    switch (part) {
                        case WHOLE -> true;
                        case STATUS -> path.kind().status();
                        case SCALE -> path.kind().scale();
                    };
            if (served && part.subresource().equals(path.subresource())) {
                return part;
            }
        }
        throw ApiProblem.noSuchPath();
    }

    private void answerForCollection(Call call, ResourcePath path) throws IOException, InterruptedException {
        switch (call.method()) {
            case "GET" -> {
                if (call.flag("watch")) {
                    watch(call, path);
                } else {
                    call.answer(200, new Presentation(path, call).all(chosen(call, path)));
                }
            }
            case "POST" -> create(call, path);
            case "DELETE" -> deleteAll(call, path);
            default -> throw ApiProblem.methodNotAllowed(call.method());
        }
    }

    private ObjectStore.Listing chosen(Call call, ResourcePath path) {
        return objects.list(path.kind(), path.namespace(), labels(call), fields(call, path));
    }

    private static LabelSelector labels(Call call) {
        return LabelSelector.parse(call.parameter("labelSelector"));
    }

    private static FieldSelector fields(Call call, ResourcePath path) {
        return FieldSelector.parse(call.parameter("fieldSelector"), path.kind());
    }

    private void watch(Call call, ResourcePath path) throws IOException, InterruptedException {
        new WatchStream(store, path, new Presentation(path, call), labels(call), fields(call, path)).run(call);
    }

    private void create(Call call, ResourcePath path) throws IOException {
        if (path.kind().namespaced() && path.namespace() == null) {
            throw ApiProblem.methodNotAllowed("POST without a namespace");
        }
        var created =
                objects.create(path.kind(), path.namespaceOrNone(), call.objectBody(), call.writer(path.apiVersion()));
        call.answer(201, new Presentation(path, call).one(created));
    }

    private void deleteAll(Call call, ResourcePath path) throws IOException {
        var options = deleteOptions(call);
        var chosen = chosen(call, path);
        var deleted = new ArrayList<ObjectNode>();
        for (var object : chosen.objects()) {
            var metadata = object.path("metadata");
            objects.delete(
                    path.kind(),
                    metadata.path("namespace").asText(),
                    metadata.path("name").asText(),
                    options);
            deleted.add(object);
        }
        call.answer(200, new Presentation(path, call).all(new ObjectStore.Listing(chosen.version(), deleted)));
    }

    private void answerForObject(Call call, ResourcePath path, Part part) throws IOException, InterruptedException {
        switch (call.method()) {
            case "GET" -> {
                var object = objects.read(path.kind(), path.namespaceOrNone(), path.name());
                call.answer(200, shown(call, path, part, object));
            }
            case "PUT" -> replace(call, path, part);
            case "PATCH" -> patch(call, path, part);
            case "DELETE" -> {
                if (part != Part.WHOLE) {
                    throw ApiProblem.methodNotAllowed("DELETE of a subresource");
                }
                var outcome = objects.delete(path.kind(), path.namespaceOrNone(), path.name(), deleteOptions(call));
                call.answer(200, new Presentation(path, call).one(outcome));
            }
            default -> throw ApiProblem.methodNotAllowed(call.method());
        }
    }

    private static ObjectNode shown(Call call, ResourcePath path, Part part, ObjectNode object) {
        return part == Part.SCALE ? Scales.of(object) : new Presentation(path, call).one(object);
    }

    private void replace(Call call, ResourcePath path, Part part) throws IOException {
        var body = call.objectBody();
        if (path.kind().custom()
                && body.path("metadata").path("resourceVersion").asText("").isEmpty()) {
            throw ApiProblem.invalid(
                    path.kind(),
                    path.name(),
                    List.of(ApiProblem.Cause.invalid(
                            "metadata.resourceVersion", "", "must be specified for an update")));
        }
        var replaced = objects.change(
                path.kind(),
                path.namespaceOrNone(),
                path.name(),
                part,
                call.writer(path.apiVersion()),
                current -> part == Part.SCALE ? Scales.scaled(current, body) : body);
        call.answer(200, shown(call, path, part, replaced));
    }

    private void patch(Call call, ResourcePath path, Part part) throws IOException {
        if (call.mediaType().equals(APPLY)) {
            apply(call, path, part);
            return;
        }
        var format = format(call, path);
        var body = call.body();
        var structure = new Structure(path.kind());
        var patched = objects.change(
                path.kind(),
                path.namespaceOrNone(),
                path.name(),
                part,
                call.writer(path.apiVersion()),
                current -> part == Part.SCALE
                        ? Scales.scaled(current, format.apply(Scales.of(current), body, structure))
                        : format.apply(inVersion(current, path), body, structure));
        call.answer(200, shown(call, path, part, patched));
    }

    /// Patches speak the version of the request, so that a patch may name it.
    private static ObjectNode inVersion(ObjectNode object, ResourcePath path) {
        return object.deepCopy().put("apiVersion", path.apiVersion());
    }

    private static Patches format(Call call, ResourcePath path) {
        var allowed = new ArrayList<String>();
        for (var format : Patches.values()) {
            if (format == Patches.STRATEGIC && path.kind().custom()) {
                continue;
            }
            if (format.mediaType().equals(call.mediaType())) {
                return format;
            }
            allowed.add(format.mediaType());
        }
        allowed.add(APPLY);
        throw ApiProblem.unsupportedMediaType(call.mediaType(), allowed);
    }

    private void apply(Call call, ResourcePath path, Part part) throws IOException {
        if (call.parameter("fieldManager").isEmpty()) {
            throw ApiProblem.badRequest(
                    "PatchOptions is invalid: fieldManager: Required value: is required for apply patch");
        }
        if (part == Part.SCALE) {
            throw ApiProblem.unsupportedMediaType(APPLY, List.of(Patches.MERGE.mediaType(), Patches.JSON.mediaType()));
        }
        var applied = objects.apply(
                path.kind(),
                path.namespaceOrNone(),
                path.name(),
                part,
                call.objectBody(),
                call.writer(path.apiVersion()),
                call.flag("force"));
        call.answer(applied.created() ? 201 : 200, shown(call, path, part, applied.object()));
    }

    private static DeleteOptions deleteOptions(Call call) throws IOException {
        var body = call.body();
        ObjectNode options = body instanceof ObjectNode given ? given : JSON.createObjectNode();
        for (var name : Set.of("propagationPolicy", "gracePeriodSeconds")) {
            var parameter = call.parameter(name);
            if (!parameter.isEmpty() && !options.has(name)) {
                options.set(name, value(name, parameter));
            }
        }
        if (call.dryRun()) {
            options.putArray("dryRun").add("All");
        }
        return DeleteOptions.read(options);
    }

    private static JsonNode value(String name, String text) {
        if (!name.equals("gracePeriodSeconds")) {
            return JSON.getNodeFactory().textNode(text);
        }
        if (!text.matches("\\d{1,6}")) {
            throw ApiProblem.badRequest("gracePeriodSeconds: Invalid value: \"%s\": a whole number".formatted(text));
        }
        return JSON.getNodeFactory().numberNode(Integer.parseInt(text));
    }
}
