package io.gennaker.analysis.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.EarlierRelease;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.StoredJson;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/// Reports as JSON documents in table `analysis_report`. Joins the transaction that is running.
@ApplicationScoped
public class PostgresReportStore implements ReportStore {

    private static final String KEEP = """
            INSERT INTO analysis_report (operation_id, execution_id, verdict, score, judged_at, report)
            VALUES (?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT (operation_id) DO NOTHING
            """;
    private static final String EARLIER = """
            SELECT report::text FROM (
                SELECT DISTINCT ON (execution_id) report, judged_at FROM analysis_report
                 WHERE report -> 'cluster' ->> 'name' = ? AND report ->> 'namespace' = ? AND report ->> 'workload' = ?
                   AND verdict = 'PASS' AND execution_id <> ? AND judged_at < ?
                 ORDER BY execution_id, judged_at DESC) AS each_release
             ORDER BY judged_at DESC LIMIT ?
            """;
    private static final String FIND = "SELECT report::text FROM analysis_report WHERE operation_id = ?";

    private final DataSource dataSource;

    @Inject
    public PostgresReportStore(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    @Override
    public void keep(AnalysisReport report) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(KEEP)) {
            statement.setString(1, report.operationId().value());
            statement.setString(2, report.executionId().value());
            statement.setString(3, report.verdict().name());
            statement.setDouble(4, report.score());
            statement.setObject(5, report.judgedAt().atOffset(ZoneOffset.UTC));
            statement.setString(6, StoredJson.write(report));
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot keep the report of " + report.operationId(), failed);
        }
    }

    @Override
    public List<EarlierRelease> earlier(AnalysisReport report, int most) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(EARLIER)) {
            statement.setString(1, report.cluster().name());
            statement.setString(2, report.namespace());
            statement.setString(3, report.workload());
            statement.setString(4, report.executionId().value());
            statement.setObject(5, report.judgedAt().atOffset(ZoneOffset.UTC));
            statement.setInt(6, most);
            try (var rows = statement.executeQuery()) {
                var releases = new ArrayList<EarlierRelease>();
                while (rows.next()) {
                    releases.add(earlier(StoredJson.read(rows.getString(1), JsonNode.class)));
                }
                return releases;
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read releases before " + report.operationId(), failed);
        }
    }

    /// Reports of earlier versions may lack what later ones have: only what is needed is read.
    private static EarlierRelease earlier(JsonNode report) {
        var means = new HashMap<String, Double>();
        for (var metric : report.path("metrics")) {
            var mean = metric.at("/result/canary/mean");
            if (mean.isNumber()) {
                means.put(metric.at("/result/name").asText(), mean.asDouble());
            }
        }
        return new EarlierRelease(
                new ExecutionId(report.path("executionId").asText()),
                Instant.parse(report.path("judgedAt").asText()),
                report.path("score").asDouble(),
                means);
    }

    @Override
    public Optional<String> find(OperationId operationId) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(FIND)) {
            statement.setString(1, operationId.value());
            try (var rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot read the report of " + operationId, failed);
        }
    }
}
