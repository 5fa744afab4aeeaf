package io.gennaker.playground.cluster.objects;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.playground.cluster.kinds.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Fills in what Kubernetes fills in when an object leaves it out, for the kinds that the controllers act on.
final class Defaults {

    private Defaults() {}

    static void fill(Kind kind, ObjectNode object) {
        if (kind.custom()) {
            return;
        }
        switch (kind.name()) {
            case "Namespace" -> namespace(object);
            case "Deployment" -> deployment(spec(object));
            case "ReplicaSet" -> replicated(spec(object));
            case "StatefulSet", "DaemonSet" -> template(spec(object), "Always");
            case "Job" -> job(object);
            case "Pod" -> pod(spec(object), "Always");
            case "Service" -> service(object);
            case "Secret" -> secret(object);
            default -> {}
        }
    }

    private static ObjectNode spec(ObjectNode object) {
        return object.withObject("/spec");
    }

    private static void namespace(ObjectNode object) {
        var finalizers = spec(object).withArray("/finalizers");
        if (finalizers.isEmpty() && !object.path("metadata").has("deletionTimestamp")) {
            finalizers.add("kubernetes");
        }
        absent(object.withObject("/status"), "phase", "Active");
        labels(object)
                .put(
                        "kubernetes.io/metadata.name",
                        object.path("metadata").path("name").asText());
    }

    private static void deployment(ObjectNode spec) {
        replicated(spec);
        absent(spec, "revisionHistoryLimit", 10);
        absent(spec, "progressDeadlineSeconds", 600);
        var strategy = spec.withObject("/strategy");
        absent(strategy, "type", "RollingUpdate");
        if (strategy.path("type").asText().equals("RollingUpdate")) {
            var rolling = strategy.withObject("/rollingUpdate");
            absent(rolling, "maxUnavailable", "25%");
            absent(rolling, "maxSurge", "25%");
        }
    }

    private static void replicated(ObjectNode spec) {
        absent(spec, "replicas", 1);
        template(spec, "Always");
    }

    private static void job(ObjectNode job) {
        var spec = spec(job);
        absent(spec, "parallelism", 1);
        absent(spec, "completions", 1);
        absent(spec, "backoffLimit", 6);
        absent(spec, "completionMode", "NonIndexed");
        if (!spec.has("suspend")) {
            spec.put("suspend", false);
        }
        var uid = job.path("metadata").path("uid").asText();
        var name = job.path("metadata").path("name").asText();
        if (!spec.has("selector")) {
            spec.withObject("/selector/matchLabels").put("batch.kubernetes.io/controller-uid", uid);
            if (spec.path("template") instanceof ObjectNode template) {
                labels(template)
                        .put("batch.kubernetes.io/controller-uid", uid)
                        .put("batch.kubernetes.io/job-name", name)
                        .put("controller-uid", uid)
                        .put("job-name", name);
            }
        }
        template(spec, "");
    }

    private static void template(ObjectNode spec, String restartPolicy) {
        if (spec.path("template").path("spec") instanceof ObjectNode pod) {
            pod(pod, restartPolicy);
        }
    }

    private static void pod(ObjectNode spec, String restartPolicy) {
        if (!restartPolicy.isEmpty()) {
            absent(spec, "restartPolicy", restartPolicy);
        }
        absent(spec, "dnsPolicy", "ClusterFirst");
        absent(spec, "terminationGracePeriodSeconds", 30);
        absent(spec, "schedulerName", "default-scheduler");
        if (!spec.has("securityContext")) {
            spec.putObject("securityContext");
        }
        spec.path("containers").forEach(Defaults::container);
        spec.path("initContainers").forEach(Defaults::container);
    }

    private static void container(JsonNode node) {
        if (!(node instanceof ObjectNode container)) {
            return;
        }
        var image = container.path("image").asText();
        var floating = image.endsWith(":latest")
                || !image.substring(image.lastIndexOf('/') + 1).contains(":");
        absent(container, "imagePullPolicy", floating && !image.contains("@") ? "Always" : "IfNotPresent");
        absent(container, "terminationMessagePath", "/dev/termination-log");
        absent(container, "terminationMessagePolicy", "File");
        if (!container.has("resources")) {
            container.putObject("resources");
        }
        for (var port : container.path("ports")) {
            if (port instanceof ObjectNode entry) {
                absent(entry, "protocol", "TCP");
            }
        }
    }

    private static void service(ObjectNode service) {
        var spec = spec(service);
        absent(spec, "type", "ClusterIP");
        absent(spec, "sessionAffinity", "None");
        if (!spec.path("type").asText().equals("ExternalName")) {
            absent(spec, "clusterIP", clusterAddress(service));
        }
        for (var port : spec.path("ports")) {
            if (port instanceof ObjectNode entry) {
                absent(entry, "protocol", "TCP");
                if (!entry.has("targetPort")) {
                    entry.set("targetPort", entry.path("port"));
                }
            }
        }
    }

    private static void secret(ObjectNode secret) {
        absent(secret, "type", "Opaque");
        for (var entry : secret.path("stringData").properties()) {
            var bytes = entry.getValue().asText().getBytes(StandardCharsets.UTF_8);
            secret.withObject("/data").put(entry.getKey(), Base64.getEncoder().encodeToString(bytes));
        }
        secret.remove("stringData");
    }

    /// An address that looks right; nothing listens there, the mesh routes by name.
    private static String clusterAddress(ObjectNode service) {
        var hash = service.path("metadata").path("uid").asText().hashCode();
        return "10.96.%d.%d".formatted((hash >> 8) & 0xff, 1 + Math.floorMod(hash, 254));
    }

    static ObjectNode labels(ObjectNode object) {
        return object.withObject("/metadata/labels");
    }

    private static void absent(ObjectNode node, String field, String value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }

    private static void absent(ObjectNode node, String field, int value) {
        if (!node.hasNonNull(field)) {
            node.put(field, value);
        }
    }
}
