package io.gennaker.console.canary;

import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.access.Applications;
import java.util.List;
import java.util.Optional;

/// Reports of analyses. Of two for one analysis the first counts.
public interface Evidence {
    void store(EvidenceEvent event);

    Optional<CanaryReport> report(String operationId);

    /// Releases of the same workload that passed before, the newest first.
    List<EarlierRelease> before(CanaryReport report, Applications visible, int most);
}
