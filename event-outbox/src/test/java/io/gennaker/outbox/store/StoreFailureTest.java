package io.gennaker.outbox.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreFailureTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "08006", "08001", "40001", "40P01", "53300", "57P01", "57P03", "58030", "55P03", "25006", "28000",
                "28P01", "3D000"
            })
    void shouldPassWhenDatabaseIsAwayOrBusy(String state) {
        var failure = new IllegalStateException("wrapped", new StoreFailure("x", new SQLException("x", state)));

        assertThat(StoreFailure.passes(failure)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "22021", "42P01", "57014", "25P02"})
    void shouldNotPassWhenStatementIsAtFault(String state) {
        assertThat(StoreFailure.passes(new StoreFailure("x", new SQLException("x", state))))
                .isFalse();
    }

    @Test
    void shouldNotPassWhenTransactionTookTooLong() {
        var refused = new StoreFailure("x", new SQLException("the transaction has rolled back"));

        assertThat(StoreFailure.passes(new IllegalStateException(new TransactionOverdue(refused))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sorry, acquisition timeout!"})
    void shouldPassWhenPoolHasNoConnection(String message) {
        assertThat(StoreFailure.passes(new SQLException(message))).isTrue();
    }
}
