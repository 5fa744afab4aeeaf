package io.gennaker.console.postgres;

import io.gennaker.console.canary.CanaryReport;
import io.gennaker.console.canary.EarlierRelease;
import io.gennaker.console.canary.Evidence;
import io.gennaker.console.view.ExecutionSummary;
import io.gennaker.contracts.EvidenceEvent;
import io.gennaker.contracts.Verdict;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Reports as they came, beside what they are found by.
@ApplicationScoped
public class PostgresEvidence implements Evidence {
    private final DataSource source;

    PostgresEvidence(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(EvidenceEvent event) {
        switch (event) {
            case EvidenceEvent.Reported reported -> store(reported);
        }
        Changes.announce(source, event.executionId().value());
    }

    private void store(EvidenceEvent.Reported reported) {
        Sql.run(source, """
                insert into analysis_report
                    (operation_id, execution_id, cluster, namespace, workload, verdict, score, at, document)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict do nothing
                """, statement -> {
            statement.setString(1, reported.operationId().value());
            statement.setString(2, reported.executionId().value());
            statement.setString(3, reported.cluster());
            statement.setString(4, reported.namespace());
            statement.setString(5, reported.workload());
            statement.setString(6, reported.verdict().name());
            statement.setDouble(7, reported.score());
            statement.setTimestamp(8, Timestamp.from(reported.at()));
            statement.setString(9, reported.report().text());
            return statement.executeUpdate();
        });
    }

    @Override
    public Optional<CanaryReport> report(String operationId) {
        return Sql.run(source, "select document from analysis_report where operation_id = ?", statement -> {
            statement.setString(1, operationId);
            ResultSet rows = statement.executeQuery();
            return rows.next()
                    ? Optional.of(Documents.read(rows.getString(1), CanaryReport.class))
                    : Optional.<CanaryReport>empty();
        });
    }

    @Override
    public List<EarlierRelease> before(CanaryReport report, Applications visible, int most) {
        return Sql.run(source, """
                select execution_id, score, at, report, summary from (
                    select distinct on (execution_id) execution_id, score, at, document as report
                    from analysis_report
                    where cluster = ? and namespace = ? and workload = ? and verdict = ? and at < ?
                      and execution_id <> (select execution_id from analysis_report where operation_id = ?)
                    order by execution_id, at desc) as release
                left join execution_view on execution_view.id = execution_id
                where ?::text[] is null or application = any (?)
                order by at desc limit ?
                """, statement -> {
            statement.setString(1, report.cluster().name());
            statement.setString(2, report.namespace());
            statement.setString(3, report.workload());
            statement.setString(4, Verdict.PASS.name());
            statement.setTimestamp(5, Timestamp.from(report.judgedAt()));
            statement.setString(6, report.operationId());
            Array names = Visible.names(statement, visible);
            statement.setArray(7, names);
            statement.setArray(8, names);
            statement.setInt(9, most);
            ResultSet rows = statement.executeQuery();
            var releases = new ArrayList<EarlierRelease>();
            while (rows.next()) {
                releases.add(release(rows));
            }
            return releases;
        });
    }

    private static EarlierRelease release(ResultSet row) throws SQLException {
        return new EarlierRelease(
                row.getString("execution_id"),
                images(row.getString("summary")),
                row.getDouble("score"),
                row.getTimestamp("at").toInstant(),
                means(Documents.read(row.getString("report"), CanaryReport.class)));
    }

    private static List<String> images(@Nullable String summary) {
        return summary == null
                ? List.of()
                : Documents.read(summary, ExecutionSummary.class).images();
    }

    private static Map<String, Double> means(CanaryReport report) {
        var means = new HashMap<String, Double>();
        for (CanaryReport.Metric metric : report.metrics()) {
            Double mean = metric.result().canary().mean();
            if (mean != null) {
                means.put(metric.spec().name(), mean);
            }
        }
        return means;
    }
}
