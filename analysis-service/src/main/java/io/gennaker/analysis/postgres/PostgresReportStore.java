package io.gennaker.analysis.postgres;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.analysis.canary.ReportStore;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.OperationId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.Optional;
import javax.sql.DataSource;

/// Reports as JSON documents in table `analysis_report`. Joins the transaction that is running.
@ApplicationScoped
public class PostgresReportStore implements ReportStore {

    private static final String KEEP = """
            INSERT INTO analysis_report (operation_id, execution_id, verdict, score, judged_at, report)
            VALUES (?, ?, ?, ?, ?, ?::jsonb)
            ON CONFLICT (operation_id) DO UPDATE
               SET verdict = excluded.verdict, score = excluded.score,
                   judged_at = excluded.judged_at, report = excluded.report
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
            statement.setString(6, MessageCodec.json().writeValueAsString(report));
            statement.executeUpdate();
        } catch (SQLException failed) {
            throw new IllegalStateException("cannot keep the report of " + report.operationId(), failed);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write the report of " + report.operationId(), impossible);
        }
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
