package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.SettableClock;
import io.gennaker.playground.cluster.Yaml;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.DeleteOptions;
import io.gennaker.playground.cluster.objects.Part;
import io.gennaker.playground.cluster.objects.Writer;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.registry.ImageRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A cluster without HTTP whose time a test moves.
final class ControlledCluster {

    private static final Writer TEST = new Writer("test", "v1", false, true);
    private static final Duration STEP = Duration.ofMillis(50);

    final SettableClock clock = new SettableClock();
    final ImageRegistry images;
    final ObjectStore store;
    final ClusterObjects objects;
    final PodLogs logs;
    private final ControlLoop loop;

    ControlledCluster(Path folder) throws Exception {
        this(folder, (_, _) -> new Probe.Attempt(true, "200"));
    }

    ControlledCluster(Path folder, Probe probe) throws Exception {
        images = ImageRegistry.open(folder.resolve("images.json"));
        store = ObjectStore.open(folder.resolve("objects.log"));
        objects = new ClusterObjects(store, new KindCatalog(), clock);
        logs = new PodLogs(folder.resolve("logs"), clock);
        if (objects.find(objects.kinds().builtIn("namespaces").key("", "default")) == null) {
            create("namespaces", Yaml.object("{kind: Namespace, metadata: {name: default}}"));
        }
        loop = Controllers.of("test", store, objects, clock, images, logs, probe, Timings.usual());
    }

    void image(String reference, Map<String, String> labels) {
        images.push(reference, labels);
    }

    ObjectNode create(String resource, ObjectNode object) {
        var kind = objects.kinds().builtIn(resource);
        return objects.create(kind, kind.namespaced() ? "default" : "", object, TEST);
    }

    void change(String resource, String name, Consumer<ObjectNode> change) {
        objects.change(objects.kinds().builtIn(resource), "default", name, Part.WHOLE, TEST, current -> {
            var copy = current.deepCopy();
            change.accept(copy);
            return copy;
        });
    }

    void delete(String resource, String name, DeleteOptions options) {
        objects.delete(objects.kinds().builtIn(resource), "default", name, options);
    }

    ObjectNode read(String resource, String name) {
        return objects.read(objects.kinds().builtIn(resource), "default", name);
    }

    List<ObjectNode> list(String resource) {
        return store.list(resource, "default").objects();
    }

    List<String> eventReasons() {
        return list("events").stream()
                .map(event -> event.path("reason").asText())
                .toList();
    }

    /// Lets time pass in small steps, everything settling in between.
    void pass(Duration time) throws InterruptedException {
        pass(time, () -> {});
    }

    void pass(Duration time, Runnable eachStep) throws InterruptedException {
        for (var passed = Duration.ZERO; passed.compareTo(time) <= 0; passed = passed.plus(STEP)) {
            loop.settle();
            eachStep.run();
            clock.advance(STEP);
        }
    }

    static String condition(JsonNode object, String type, String field) {
        return Conditions.find(object.path("status"), type)
                .map(condition -> condition.path(field).asText())
                .orElse("");
    }
}
