package io.gennaker.playground.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.api.ApiServer;
import io.gennaker.playground.cluster.api.Faults;
import io.gennaker.playground.cluster.api.RequestCounts;
import io.gennaker.playground.cluster.controllers.ControlLoop;
import io.gennaker.playground.cluster.controllers.Controllers;
import io.gennaker.playground.cluster.controllers.PodLogs;
import io.gennaker.playground.cluster.controllers.Probe;
import io.gennaker.playground.cluster.controllers.Timings;
import io.gennaker.playground.cluster.kinds.CustomKinds;
import io.gennaker.playground.cluster.kinds.KindCatalog;
import io.gennaker.playground.cluster.objects.ClusterObjects;
import io.gennaker.playground.cluster.objects.Writer;
import io.gennaker.playground.cluster.storage.ObjectStore;
import io.gennaker.playground.registry.ImageRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// One cluster: its store, its controllers and its API server. What was written survives the process, also when it is
/// killed.
public final class SimulatedCluster implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Writer BOOTSTRAP = Writer.controller("bootstrap");

    private final ObjectStore store;
    private final ControlLoop controllers;
    private final ApiServer server;

    /// Opens the cluster kept in a folder and starts to serve it.
    ///
    /// @param port of the API server, 0 for any free one
    /// @param probe how containers of jobs reach the cluster's mesh
    /// @throws IOException when the folder cannot be used or the port is taken
    public SimulatedCluster(
            String name, Path folder, int port, ImageRegistry images, Probe probe, Timings timings, InstantSource clock)
            throws IOException {
        this.store = ObjectStore.open(folder.resolve("objects.log"));
        var objects = new ClusterObjects(store, new KindCatalog(), clock);
        bootstrap(objects);
        var logs = new PodLogs(folder.resolve("logs"), clock);
        this.controllers = Controllers.of(name, store, objects, clock, images, logs, probe, timings);
        this.server = new ApiServer(port, objects, store, logs);
        controllers.start();
    }

    private static void bootstrap(ClusterObjects objects) {
        for (var namespace : List.of("default", "istio-system", "kube-system")) {
            createIfAbsent(objects, "namespaces", named("v1", "Namespace", namespace));
        }
        createIfAbsent(objects, "nodes", named("v1", "Node", "simulated-node"));
        for (var definition : CustomKinds.presentFromTheStart()) {
            createIfAbsent(objects, "customresourcedefinitions.apiextensions.k8s.io", definition);
        }
    }

    private static void createIfAbsent(ClusterObjects objects, String resource, ObjectNode object) {
        var kind = objects.kinds().builtIn(resource);
        var key = kind.key("", object.path("metadata").path("name").asText());
        if (objects.find(key) == null) {
            objects.create(kind, "", object, BOOTSTRAP);
        }
    }

    private static ObjectNode named(String apiVersion, String kind, String name) {
        var object = JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
        object.withObject("/metadata").put("name", name);
        return object;
    }

    /// What the mesh watches.
    public ObjectStore store() {
        return store;
    }

    /// Bad answers that its API server is to give.
    public Faults faults() {
        return server.faults();
    }

    /// What its API server was asked.
    public RequestCounts counts() {
        return server.counts();
    }

    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        try {
            controllers.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        store.close();
    }
}
