package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseOutageTest {
    private final ProblemMapping mapping = new ProblemMapping();

    @ParameterizedTest
    @ValueSource(strings = {"08006", "08001", "57P01", "57P02", "57P03", "53300", "28000", "28P01", "3D000"})
    void shouldAskToComeAgainWhenTheDatabaseIsAway(String state) {
        // When
        var answer = mapping.failed(new IllegalStateException("database", new SQLException("gone", state)));

        // Then
        assertThat(answer.getStatus()).isEqualTo(503);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("1");
    }

    @Test
    void shouldAskToComeAgainWhenNoConnectionIsFree() {
        var failed = new SQLException("Acquisition timeout while waiting for new connection");

        assertThat(mapping.failed(failed).getStatus()).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "42703", "40001"})
    void shouldSayThatAStatementFailedOtherwise(String state) {
        assertThat(mapping.failed(new SQLException("no", state)).getStatus()).isEqualTo(500);
    }

    @Test
    void shouldSayThatAnythingElseFailed() {
        assertThat(mapping.failed(new IllegalStateException("a bug", new SQLException("a bug")))
                        .getStatus())
                .isEqualTo(500);
    }
}
