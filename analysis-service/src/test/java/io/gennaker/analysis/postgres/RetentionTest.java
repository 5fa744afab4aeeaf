package io.gennaker.analysis.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.analysis.ScriptedPrometheus;
import io.gennaker.contracts.ReleaseHistory;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ScriptedPrometheus.class)
class RetentionTest {

    private static final int COMPARED = ReleaseHistory.MOST_RELEASES;

    @Inject
    DataSource dataSource;

    @Inject
    Retention retention;

    /// Others have their own.
    private final String workload = "shop-" + UUID.randomUUID();

    @Test
    void shouldForgetOldReportsButThoseThatLaterReleasesAreComparedWith() throws SQLException {
        // Given: one release more than can be compared with, beside the one that is judged; the first is twice old
        for (var age = 0; age < COMPARED; age++) {
            keep("passed-" + age, "PASS", 731 + age);
        }
        keep("judged", "PASS", 1);
        keep("passed-first", "PASS", 1_000);
        keep("failed-old", "FAIL", 731);
        keep("failed-young", "FAIL", 729);

        // When
        retention.removeOld();

        // Then
        assertThat(kept())
                .hasSize(COMPARED + 2)
                .contains("judged", "passed-0", "passed-" + (COMPARED - 1), "failed-young")
                .doesNotContain("passed-first", "failed-old");
    }

    @Test
    void shouldLookAtOneBatchOfReportsAtATimeThoughAllOfThemStay() throws SQLException {
        // Given: none is older
        keepOfOneRelease(Retention.BATCH + 1, 9_000);

        // When
        var last = retention.removeReports(Retention.Place.START);

        // Then
        assertThat(last).map(Retention.Place::operationId).contains(workload + "/" + (1_000 + Retention.BATCH));
        assertThat(kept()).hasSize(Retention.BATCH + 1);
    }

    @Test
    void shouldForgetWhatIsNotAsOldAsManyReportsThatStay() throws SQLException {
        // Given
        keepOfOneRelease(Retention.BATCH + 1, 8_000);
        keep("failed-old", "FAIL", 731);

        // When
        retention.removeOld();

        // Then
        assertThat(kept()).hasSize(Retention.BATCH + 1).doesNotContain("failed-old");
    }

    /// They stay, as it is the last one that passed.
    private void keepOfOneRelease(int many, int daysAgo) throws SQLException {
        update("""
                INSERT INTO analysis_report (operation_id, execution_id, verdict, score, judged_at, report)
                SELECT '%1$s/' || 1000 + number, 'passed', 'PASS', 100,
                    now() - interval '%3$d days' + number * interval '1 second',
                    '{"cluster": {"name": "production"}, "namespace": "acme", "workload": "%1$s"}'
                  FROM generate_series(1, %2$d) AS number
                """.formatted(workload, many, daysAgo));
    }

    @Test
    void shouldForgetOldStandstills() throws SQLException {
        // Given
        stoodStill("old", 731);
        stoodStill("young", 729);

        // When
        retention.removeOld();

        // Then
        assertThat(strings("SELECT operation_id FROM analysis_standstill WHERE operation_id LIKE '%s/%%'"))
                .containsExactly(workload + "/young");
    }

    private void keep(String execution, String verdict, int daysAgo) throws SQLException {
        update("""
                INSERT INTO analysis_report (operation_id, execution_id, verdict, score, judged_at, report)
                VALUES ('%1$s/%2$s', '%2$s', '%3$s', 100, now() - interval '%4$d days',
                    '{"cluster": {"name": "production"}, "namespace": "acme", "workload": "%1$s"}')
                """.formatted(workload, execution, verdict, daysAgo));
    }

    private void stoodStill(String operation, int daysAgo) throws SQLException {
        update("""
                INSERT INTO analysis_standstill (operation_id, since, until)
                VALUES ('%s/%s', now() - interval '%d days', now())
                """.formatted(workload, operation, daysAgo));
    }

    private void update(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private List<String> kept() throws SQLException {
        return strings("SELECT execution_id FROM analysis_report WHERE operation_id LIKE '%s/%%'");
    }

    private List<String> strings(String sql) throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql.formatted(workload))) {
            var strings = new ArrayList<String>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
