package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.StoredJson;
import java.util.Optional;
import org.jboss.logging.Logger;

/// A report on its way to those who show it.
final class Evidence {
    private static final Logger LOG = Logger.getLogger(Evidence.class);

    private Evidence() {}

    /// Empty where no message can carry the report: it is kept here all the same.
    static Optional<EvidenceEvent> of(AnalysisReport report) {
        var text = CompressedText.fitting(StoredJson.write(report));
        if (text.isEmpty()) {
            LOG.warnf("report is too large to be told, it is kept here only operationId=%s", report.operationId());
        }
        return text.map(packed -> new EvidenceEvent.Reported(
                report.executionId(),
                report.operationId(),
                report.cluster().name(),
                report.namespace(),
                report.workload(),
                report.verdict(),
                report.score(),
                packed,
                report.judgedAt()));
    }
}
