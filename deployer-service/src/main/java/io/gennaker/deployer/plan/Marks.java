package io.gennaker.deployer.plan;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.Track;
import io.gennaker.deployer.resource.Resource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Labels and annotations by which Gennaker knows its own objects again.
public final class Marks {
    public static final String FIELD_MANAGER = "gennaker";
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
    /// The execution that last wrote the object.
    public static final String EXECUTION = "gennaker.io/execution";
    /// The execution that drives a route's weights at the moment.
    public static final String DRIVEN_BY = "gennaker.io/driven-by";
    /// Label of a Job: the operation it was made for, as a short digest.
    public static final String OPERATION = "gennaker.io/operation";
    /// `"true"` takes fields over from other managers.
    public static final String FORCE_CONFLICTS = "gennaker.io/force-conflicts";
    /// `"false"` does not wait for the object: for what never reports itself ready in a given cluster.
    public static final String AWAIT = "gennaker.io/await";

    private Marks() {}

    static Resource mark(Resource resource, ExecutionId execution) {
        return resource.withLabel(MANAGED_BY, FIELD_MANAGER).withAnnotation(EXECUTION, execution.value());
    }

    /// Whether the execution wrote the object last.
    public static boolean isOf(ExecutionId execution, Resource resource) {
        return execution.value().equals(resource.annotation(EXECUTION));
    }

    /// Labels by which the objects of one execution's baseline or canary are found.
    public static Map<String, String> variant(Track track, ExecutionId execution) {
        var labels = new LinkedHashMap<String, String>();
        labels.put(Track.LABEL, track.label());
        labels.put(Track.REVISION_LABEL, execution.revision());
        return labels;
    }

    public static boolean forcesConflicts(Resource resource) {
        return "true".equals(resource.annotation(FORCE_CONFLICTS));
    }

    public static boolean isAwaited(Resource resource) {
        return !"false".equals(resource.annotation(AWAIT));
    }
}
