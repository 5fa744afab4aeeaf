package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

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
})
public sealed interface DeploymentTask {
    ClusterTarget cluster();

    String namespace();

    /// Applies manifests in dependency order and waits until every object is ready.
    ///
    /// Deployments get the label `gennaker.io/track: release` on their pods. What was there before is recorded, so
    /// that [UndoApply] can restore it.
    record ApplyManifests(ClusterTarget cluster, String namespace, CompressedText manifests) implements DeploymentTask {
        public ApplyManifests {
            Check.text("namespace", namespace, 63);
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

    /// Restores what an [ApplyManifests] replaced.
    ///
    /// @param apply the operation that applied
    record UndoApply(ClusterTarget cluster, String namespace, OperationId apply) implements DeploymentTask {
        public UndoApply {
            Check.text("namespace", namespace, 63);
        }
    }
}
