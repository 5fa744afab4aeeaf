package io.gennaker.console.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class AnswerRetentionTest {
    @Inject
    DataSource source;

    @Inject
    AnswerRetention retention;

    @Test
    void shouldForgetOnlyOldAnswersWhenThereAreMoreThanABatch() throws SQLException {
        // Given
        insert("old", 1_200, "25 hours");
        insert("young", 3, "23 hours");

        // When
        int forgotten = retention.forget();

        // Then
        assertThat(forgotten).isEqualTo(1_200);
        assertThat(count("old")).isZero();
        assertThat(count("young")).isEqualTo(3);
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
