package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Work for the deployer. Each task is idempotent under its operation id: begun twice, it has its effect once.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeploymentTask.ApplyManifests.class, name = "ApplyManifests"),
    @JsonSubTypes.Type(value = DeploymentTask.StartBaseline.class, name = "StartBaseline"),
    @JsonSubTypes.Type(value = DeploymentTask.StartCanary.class, name = "StartCanary"),
    @JsonSubTypes.Type(value = DeploymentTask.RunJob.class, name = "RunJob"),
    @JsonSubTypes.Type(value = DeploymentTask.ShiftTraffic.class, name = "ShiftTraffic"),
    @JsonSubTypes.Type(value = DeploymentTask.RemoveVariants.class, name = "RemoveVariants"),
    @JsonSubTypes.Type(value = DeploymentTask.UndoApply.class, name = "UndoApply"),
    @JsonSubTypes.Type(value = DeploymentTask.ScaleWorkload.class, name = "ScaleWorkload"),
    @JsonSubTypes.Type(value = DeploymentTask.PatchObject.class, name = "PatchObject"),
    @JsonSubTypes.Type(value = DeploymentTask.DeleteObjects.class, name = "DeleteObjects"),
    @JsonSubTypes.Type(value = DeploymentTask.RollBackWorkload.class, name = "RollBackWorkload"),
    @JsonSubTypes.Type(value = DeploymentTask.RestartWorkload.class, name = "RestartWorkload"),
    @JsonSubTypes.Type(value = DeploymentTask.FindImages.class, name = "FindImages"),
    @JsonSubTypes.Type(value = DeploymentTask.RestoreRoute.class, name = "RestoreRoute"),
})
public sealed interface DeploymentTask {
    ClusterTarget cluster();

    String namespace();

    /// Applies manifests in dependency order and waits until every object is ready.
    ///
    /// Deployments get the label `gennaker.io/track: release` on their pods. What was there before is recorded, so
    /// that [UndoApply] can restore it.
    ///
    /// @param force takes fields over that other field managers own; without it they make the task fail
    record ApplyManifests(ClusterTarget cluster, String namespace, CompressedText manifests, boolean force)
            implements DeploymentTask {
        public ApplyManifests {
            Check.text("namespace", namespace, 63);
        }

        /// Leaves other managers their fields.
        public ApplyManifests(ClusterTarget cluster, String namespace, CompressedText manifests) {
            this(cluster, namespace, manifests, false);
        }
    }

    /// Starts a fresh copy of the running release beside it, of the canary's size.
    ///
    /// @param workload name of the release's Deployment
    /// @param replicas 0 where pods have a share of the traffic by being there
    record StartBaseline(ClusterTarget cluster, String namespace, String workload, int replicas)
            implements DeploymentTask {
        public StartBaseline {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
            Check.between("replicas", replicas, 0, 10_000);
        }
    }

    /// Starts the new version beside the release: of the manifests, the Deployment `workload` under its canary name.
    record StartCanary(ClusterTarget cluster, String namespace, String workload, int replicas, CompressedText manifests)
            implements DeploymentTask {
        public StartCanary {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
            Check.between("replicas", replicas, 0, 10_000);
        }
    }

    /// Runs one Job to completion, keeps its logs, removes it.
    record RunJob(ClusterTarget cluster, String namespace, CompressedText manifests) implements DeploymentTask {
        public RunJob {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Gives each track its share of the route's traffic: subsets first, then weights, each read back.
    ///
    /// @param steering all that goes to the canary beside its share; what an earlier shift steered ends
    record ShiftTraffic(
            ClusterTarget cluster,
            String namespace,
            Route route,
            String workload,
            TrafficSplit split,
            Steering steering,
            WayBack wayBack)
            implements DeploymentTask {
        public ShiftTraffic {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
        }
    }

    /// Removes this execution's baseline and canary: refused while they still have weight, then subsets, then
    /// workloads.
    record RemoveVariants(ClusterTarget cluster, String namespace, Route route, String workload)
            implements DeploymentTask {
        public RemoveVariants {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
        }
    }

    /// Restores what an [ApplyManifests], a [ScaleWorkload] or a [PatchObject] replaced.
    ///
    /// @param apply the operation that wrote
    record UndoApply(ClusterTarget cluster, String namespace, OperationId apply) implements DeploymentTask {
        public UndoApply {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Gives a workload another number of replicas and waits until it has them. What it had is recorded for
    /// [UndoApply].
    record ScaleWorkload(ClusterTarget cluster, String namespace, ObjectReference object, int replicas)
            implements DeploymentTask {
        public ScaleWorkload {
            Check.text("namespace", namespace, 63);
            Check.between("replicas", replicas, 0, 10_000);
        }
    }

    /// Patches one object and waits until it is ready. What the patch changes is recorded for [UndoApply].
    record PatchObject(
            ClusterTarget cluster, String namespace, ObjectReference object, PatchStyle style, CompressedText patch)
            implements DeploymentTask {
        public PatchObject {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Removes objects of one kind and waits until those that were there are gone; none there is fine.
    ///
    /// @param name of one object; null where labels choose
    /// @param labels that all objects to remove carry; empty where the name chooses
    record DeleteObjects(
            ClusterTarget cluster,
            String namespace,
            String apiVersion,
            String kind,
            @Nullable String name,
            Map<String, String> labels)
            implements DeploymentTask {
        public DeleteObjects {
            Check.text("namespace", namespace, 63);
            Check.text("apiVersion", apiVersion, 253);
            Check.text("kind", kind, 63);
            // sorted: titles and reasons name them, and must say the same on any machine
            labels = Collections.unmodifiableMap(new TreeMap<>(Map.copyOf(labels)));
        }
    }

    /// Gives a workload the pod template of an earlier revision and waits until it is ready.
    ///
    /// @param revision as `kubectl rollout history` numbers them; null for the one before the current
    record RollBackWorkload(
            ClusterTarget cluster,
            String namespace,
            ObjectReference object,
            @Nullable Integer revision) implements DeploymentTask {
        public RollBackWorkload {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Replaces a workload's pods by new ones of the same template, as its update strategy allows.
    record RestartWorkload(ClusterTarget cluster, String namespace, ObjectReference object) implements DeploymentTask {
        public RestartWorkload {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Finds the images that a workload's ready pods run at this moment.
    record FindImages(ClusterTarget cluster, String namespace, ObjectReference object) implements DeploymentTask {
        public FindImages {
            Check.text("namespace", namespace, 63);
        }
    }

    /// Gives a route's objects back what they were before Gennaker first shared their traffic: destinations first, then
    /// what told the release apart. Waits while an execution drives the route.
    record RestoreRoute(ClusterTarget cluster, String namespace, Route route, String workload)
            implements DeploymentTask {
        public RestoreRoute {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
        }
    }
}
