package io.gennaker.deployer.task;

import io.gennaker.deployer.plan.InvalidManifests;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.List;

/// Reads text into objects, and writes them as text.
public interface ManifestReader {
    /// Reads YAML or JSON, one or many documents.
    ///
    /// @throws InvalidManifests naming line and column
    List<Resource> manifests(String text);

    /// Reads one YAML or JSON document as it is.
    ///
    /// @throws InvalidManifests naming line and column
    Value value(String text);

    /// Reads one JSON value.
    Value json(String text);

    /// Writes one JSON value.
    String text(Value value);
}
