package io.gennaker.outbox.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gennaker.outbox.testing.FreshDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ReplicaTest {
    private static FreshDatabase database;

    private final List<String> heardByOne = new ArrayList<>();
    private final List<String> heardByTwo = new ArrayList<>();
    private final Replica one = replica(heardByOne);
    private final Replica two = replica(heardByTwo);

    @BeforeAll
    static void createDatabase() {
        database = FreshDatabase.create();
    }

    private static Replica replica(List<String> heard) {
        return new Replica(database.transactions(), () -> heard.add("outbox"), heard::add);
    }

    @AfterEach
    void close() {
        one.close();
        two.close();
    }

    @Test
    void shouldLetOneRelayUntilItLeaves() throws SQLException {
        // Given
        one.listen();
        two.listen();
        assertThat(one.relaying()).isTrue();
        assertThat(two.relaying()).isFalse();

        // When
        one.close();
        two.listen();

        // Then
        assertThat(one.relaying()).isFalse();
        assertThat(two.relaying()).isTrue();
    }

    @Test
    void shouldWakeTheRelayingReplicaWhenAnotherFillsTheOutbox() throws SQLException {
        // Given
        one.listen();
        two.listen();
        heardByOne.clear();

        // When
        two.outboxFilled();
        one.listen();

        // Then
        assertThat(heardByOne).containsExactly("outbox");
    }

    @Test
    void shouldTellNobodyWhenTheRelayingReplicaFillsTheOutbox() throws SQLException {
        // Given
        one.listen();
        two.listen();

        // When
        one.outboxFilled();
        two.listen();

        // Then
        assertThat(heardByTwo).isEmpty();
    }

    @Test
    void shouldTellTheOthersAfterCommitWhenOperationIsCancelled() throws SQLException {
        // Given
        one.listen();
        two.listen();
        heardByOne.clear();

        // When
        database.transactions().call(() -> {
            two.operationCancelled("shop-1/deploy");
            return true;
        });
        one.listen();

        // Then
        assertThat(heardByOne).containsExactly("shop-1/deploy");
    }

    @Test
    void shouldStartOverWhenItsConnectionBreaks() throws SQLException {
        // Given
        one.listen();
        database.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");

        // When
        try {
            one.listen();
        } catch (SQLException broken) {
            assertThat(one.relaying()).isFalse();
        }
        one.listen();

        // Then
        assertThat(one.relaying()).isTrue();
    }

    @Test
    void shouldNoticeThatItsConnectionDiedWithoutAWord() throws SQLException {
        // Given
        try (var proxy = database.proxy()) {
            proxy.open();
            try (var replica = new Replica(database.behind(proxy).transactions(), () -> {}, _ -> {})) {
                replica.listen();
                assertThat(replica.relaying()).isTrue();
                proxy.silence();

                // When
                var failure = catchThrowable(replica::listen);

                // Then
                assertThat(failure).isInstanceOf(SQLException.class);
                assertThat(replica.relaying()).isFalse();
            }
        }
    }
}
