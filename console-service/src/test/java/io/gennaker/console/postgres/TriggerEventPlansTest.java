package io.gennaker.console.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.StringJoiner;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/// What the planner decides when there are many events.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class TriggerEventPlansTest {
    private static final String MANY_OF_OTHERS = """
            create temp table trigger_event (like trigger_event including all) on commit drop;
            insert into trigger_event (event, at, document, pipelines)
                select 'e' || number, now(), '{"lines": []}', '{others}' from generate_series(1, 20000) as number;
            analyze trigger_event""";

    @Inject
    DataSource dataSource;

    @Test
    void shouldNotReadAllEventsForThoseOfAnApplication() throws SQLException {
        try (var connection = dataSource.getConnection();
                var database = connection.createStatement()) {
            // Given
            connection.setAutoCommit(false);
            database.execute(MANY_OF_OTHERS);

            // When
            String plan = explain(connection);

            // Then
            connection.rollback();
            assertThat(plan)
                    .contains("Bitmap Index Scan on trigger_event_pipelines")
                    .doesNotContain("Seq Scan");
        }
    }

    private static String explain(Connection connection) throws SQLException {
        try (var statement = connection.prepareStatement("explain " + PostgresTriggerEvents.LIST)) {
            var own = connection.createArrayOf("text", new String[] {"own"});
            statement.setString(1, null);
            statement.setArray(2, own);
            statement.setArray(3, own);
            statement.setArray(4, own);
            statement.setInt(5, 50);
            var plan = new StringJoiner("\n");
            try (var lines = statement.executeQuery()) {
                while (lines.next()) {
                    plan.add(lines.getString(1));
                }
            }
            return plan.toString();
        }
    }
}
