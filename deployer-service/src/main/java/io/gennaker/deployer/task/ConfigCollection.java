package io.gennaker.deployer.task;

import io.gennaker.deployer.plan.VersionedConfig;
import io.gennaker.deployer.resource.LabelSelector;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Removes versions of configuration that no revision needs any more.
final class ConfigCollection {
    /// Younger versions stay: another execution may have written them for a workload that it is about to apply.
    private static final Duration YOUNG = Duration.ofHours(1);
    private static final LabelSelector VERSIONS = LabelSelector.equal(Map.of(VersionedConfig.LABEL, "true"));
    private static final LabelSelector ALL = LabelSelector.equal(Map.of());

    /// What makes pods now, or would when it is rolled back to.
    private static final List<ResourceKey> USERS = List.of(
            type("apps/v1", "Deployment"),
            type("apps/v1", "ReplicaSet"),
            type("apps/v1", "StatefulSet"),
            type("apps/v1", "DaemonSet"),
            type("apps/v1", "ControllerRevision"),
            type("batch/v1", "Job"),
            type("batch/v1", "CronJob"),
            type("v1", "Pod"));

    private final TaskContext context;

    ConfigCollection(TaskContext context) {
        this.context = context;
    }

    private static ResourceKey type(String apiVersion, String kind) {
        return new ResourceKey(apiVersion, kind, null, "");
    }

    /// @param current versions that were just written
    /// @return what was removed, in words; empty when nothing was
    String collect(List<Resource> current) {
        var old = new ArrayList<Resource>();
        for (String kind : current.stream().map(Resource::kind).distinct().toList()) {
            context.cluster().list(TaskContext.CORE, kind, context.namespace(), VERSIONS).stream()
                    .filter(version -> isOld(version, context.now()))
                    .forEach(old::add);
        }
        if (VersionedConfig.unneeded(current, old, List.of()).isEmpty()) {
            return "";
        }
        List<Resource> unneeded = VersionedConfig.unneeded(current, old, users());
        context.fence().run();
        unneeded.stream().map(Resource::key).forEach(context.cluster()::delete);
        return unneeded.isEmpty()
                ? ""
                : "removed " + unneeded.stream().map(Resource::toString).collect(Collectors.joining(", "))
                        + ": no revision needs them";
    }

    private List<Resource> users() {
        var users = new ArrayList<Resource>();
        for (ResourceKey type : USERS) {
            if (context.cluster().serves(type.apiVersion(), type.kind())) {
                users.addAll(context.cluster().list(type.apiVersion(), type.kind(), context.namespace(), ALL));
            }
        }
        // What this operation has replaced may be put back.
        context.ports().previousObjects().of(context.operation()).stream()
                .flatMap(previous -> Optional.ofNullable(previous.before()).stream())
                .forEach(users::add);
        return users;
    }

    private static boolean isOld(Resource version, Instant now) {
        try {
            return Instant.parse(version.at("metadata", "creationTimestamp").textOr(""))
                    .isBefore(now.minus(YOUNG));
        } catch (DateTimeParseException unknown) {
            return false;
        }
    }
}
