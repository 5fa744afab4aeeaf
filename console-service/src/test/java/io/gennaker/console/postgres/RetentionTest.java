package io.gennaker.console.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.HealthEvent;
import io.gennaker.contracts.HealthKind;
import io.gennaker.contracts.HealthState;
import io.gennaker.contracts.StoredJson;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class RetentionTest {
    @Inject
    DataSource source;

    @Inject
    Retention retention;

    @Test
    void shouldForgetOnlyOldAnswersWhenThereAreMoreThanABatch() throws SQLException {
        // Given
        insert("old", 1_200, "25 hours");
        insert("young", 3, "23 hours");

        // When
        int forgotten = retention.forgetAnswers();

        // Then
        assertThat(forgotten).isEqualTo(1_200);
        assertThat(count("old")).isZero();
        assertThat(count("young")).isEqualTo(3);
    }

    @Test
    void shouldForgetDeadLettersWithTheirReplaysWhenTheBusHasForgottenThem() throws SQLException {
        // Given
        insertDeadLetter("old-letter", "31 days");
        insertDeadLetter("young-letter", "29 days");

        // When
        int forgotten = retention.forgetDeadLetters();

        // Then
        assertThat(forgotten).isEqualTo(1);
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        select (select count(*) from dead_letter where id = 'old-letter'),
                            (select count(*) from dead_letter_replay where dead_letter = 'old-letter'),
                            (select count(*) from dead_letter where id = 'young-letter'),
                            (select count(*) from dead_letter_replay where dead_letter = 'young-letter')
                        """)) {
            var rows = statement.executeQuery();
            rows.next();
            assertThat(new int[] {rows.getInt(1), rows.getInt(2), rows.getInt(3), rows.getInt(4)})
                    .containsExactly(0, 0, 1, 1);
        }
    }

    @Test
    void shouldKeepTheLastWordOfAServiceThatIsNotHeardAnyMore() throws SQLException {
        // Given
        insertHealth("silent", "old-pod", "SERVICE", "3 days");
        insertHealth("silent", "last-pod", "SERVICE", "2 days");
        insertHealth("silent", "last-pod", "CHANNEL", "2 days");
        insertHealth("heard", "old-pod", "SERVICE", "2 days");
        insertHealth("heard", "new-pod", "SERVICE", "1 minute");
        insertHealth("heard", "new-pod", "CLUSTER", "1 minute");

        // When
        retention.forgetHealth();

        // Then
        assertThat(health())
                .containsExactly("heard new-pod CLUSTER", "heard new-pod SERVICE", "silent last-pod SERVICE");
    }

    private void insertHealth(String service, String replica, String kind, String age) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        insert into health (service, replica, kind, name, at, document)
                        values (?, ?, ?, ?, now() - ?::interval, ?)
                        """)) {
            statement.setString(1, service);
            statement.setString(2, replica);
            statement.setString(3, kind);
            statement.setString(4, service);
            statement.setString(5, age);
            Instant at = Instant.parse("2026-03-10T12:00:00Z");
            statement.setString(
                    6,
                    StoredJson.write(new HealthEvent.Looked(
                            service,
                            replica,
                            HealthKind.valueOf(kind),
                            service,
                            HealthState.UP,
                            at,
                            null,
                            null,
                            Map.of(),
                            at)));
            statement.executeUpdate();
        }
    }

    private List<String> health() throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        select service || ' ' || replica || ' ' || kind from health
                        where service in ('heard', 'silent') order by 1
                        """)) {
            var rows = statement.executeQuery();
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    private void insertDeadLetter(String id, String age) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        with letter as (
                            insert into dead_letter (id, at, reason, headers, bytes, complete, kept_at)
                            values (?, now(), 'broken', '[]', 0, true, now() - ?::interval) returning id)
                        insert into dead_letter_replay (dead_letter, number, by_user, at, request_id)
                        select id, 1, 'dana', now(), 'r' from letter
                        """)) {
            statement.setString(1, id);
            statement.setString(2, age);
            statement.executeUpdate();
        }
    }

    private void insert(String judgement, int rows, String age) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("""
                        insert into answer_result (judgement, user_name, request_id, at)
                        select ?, 'dana', number, now() - ?::interval from generate_series(1, ?) as number
                        """)) {
            statement.setString(1, judgement);
            statement.setString(2, age);
            statement.setInt(3, rows);
            statement.executeUpdate();
        }
    }

    private int count(String judgement) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement("select count(*) from answer_result where judgement = ?")) {
            statement.setString(1, judgement);
            var rows = statement.executeQuery();
            rows.next();
            return rows.getInt(1);
        }
    }
}
