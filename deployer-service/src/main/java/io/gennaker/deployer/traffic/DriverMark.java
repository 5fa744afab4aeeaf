package io.gennaker.deployer.traffic;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.plan.Marks;
import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;

/// The annotation that says which execution drives a route.
final class DriverMark {
    private DriverMark() {}

    /// What is to be done so that the mark is there while the execution drives, and gone when it has given back.
    static List<PatchOperation> change(Resource carrier, ExecutionId execution, boolean isTakingBack) {
        boolean isOurs = execution.value().equals(carrier.annotation(Marks.DRIVEN_BY));
        if (isOurs != isTakingBack) {
            return List.of();
        }
        String path = "/metadata/annotations/" + PatchOperation.escaped(Marks.DRIVEN_BY);
        if (isTakingBack) {
            return List.of(new PatchOperation.Remove(path));
        }
        Value mark = Value.of(execution.value());
        return carrier.at("metadata", "annotations").isPresent()
                ? List.of(new PatchOperation.Add(path, mark))
                : List.of(new PatchOperation.Add(
                        "/metadata/annotations", Value.Fields.EMPTY.with(Marks.DRIVEN_BY, mark)));
    }
}
