package io.gennaker.analysis.canary;

import io.gennaker.contracts.OperationId;
import java.util.List;
import java.util.Optional;

/// Keeps reports.
public interface ReportStore {

    /// Keeps a report as part of the running transaction. It does not change any more: another one of the
    /// same operation is left out.
    void keep(AnalysisReport report);

    /// The last releases of the report's workload that passed before it, newest first, at most so many.
    List<EarlierRelease> earlier(AnalysisReport report, int most);

    /// The report of an operation as JSON.
    Optional<String> find(OperationId operationId);
}
