package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the planner decides when statistics say that a table is small, and keeps when it has grown since.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class StatementPlansTest {
    private static final String SMALL_TABLES = """
            create temp table execution (like execution including all) on commit drop;
            create temp table gennaker_timer (like gennaker_timer including all) on commit drop;
            insert into execution (id, pipeline, status, plan_digest, state, sequence, accepted_at)
                select 'e' || number, 'p', 'RUNNING', 'd', repeat('x', 500)::bytea, 1, now()
                from generate_series(1, 50) as number;
            insert into gennaker_timer (id, key, due, next_attempt, payload)
                select 't' || number, 'k', now(), now(), 'x' from generate_series(1, 50) as number;
            analyze execution, gennaker_timer""";

    @Inject
    DataSource dataSource;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update execution set status = move.status from unnest(array['e1', 'e2'], array['ENDED', 'ENDED'])"
                        + " as move (id, status) where execution.id = move.id",
                "select 1 from execution where id = any (array['e1', 'e2']) order by id for update",
                "select id from execution where pipeline = any (array['p', 'q']) and ended_at is null order by place",
                "select plan_digest from execution where pipeline = 'p' order by place desc limit 50",
                "select plan_digest from execution where pipeline = 'p' and status = 'SUCCEEDED' and not taken_back"
                        + " order by place desc limit 1",
                "delete from gennaker_timer where id in (select id from gennaker_timer"
                        + " where id = any (array['t1', 't2']) for update skip locked)",
                "delete from gennaker_timer where id in (select id from gennaker_timer"
                        + " where key = any (array['k', 'l']) for update skip locked)",
                "select id from gennaker_timer where next_attempt <= clock_timestamp() order by next_attempt limit 50"
            })
    void shouldFindRowsByTheirKeysInTablesThatSeemSmall(String statement) throws SQLException {
        try (var connection = dataSource.getConnection();
                var database = connection.createStatement()) {
            // Given
            connection.setAutoCommit(false);
            database.execute(SMALL_TABLES);

            // When
            String plan = explain(database, statement);

            // Then
            connection.rollback();
            assertThat(plan).contains("Index").doesNotContain("Seq Scan").doesNotContain("Bitmap");
        }
    }

    private static String explain(Statement database, String statement) throws SQLException {
        var plan = new StringJoiner("\n");
        try (var lines = database.executeQuery("explain " + statement)) {
            while (lines.next()) {
                plan.add(lines.getString(1));
            }
        }
        return plan.toString();
    }
}
