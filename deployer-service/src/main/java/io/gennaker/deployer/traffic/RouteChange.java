package io.gennaker.deployer.traffic;

import io.gennaker.deployer.resource.PatchOperation;
import java.util.List;

/// What is to be done to an Istio object.
public sealed interface RouteChange {
    /// @param operations a JSON patch that applies only to the version that was read
    record Patch(List<PatchOperation> operations) implements RouteChange {
        public Patch {
            operations = List.copyOf(operations);
        }
    }

    /// It is as wanted.
    record Nothing() implements RouteChange {}

    /// It must not be changed, for this reason.
    record Refused(String reason) implements RouteChange {}
}
