package io.gennaker.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.Proxy;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestInfrastructure;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The broker comes late, the database goes away and comes back.
class OutageTest {
    @Test
    void shouldGoOnWithoutLossWhenBrokerComesLateAndDatabaseGoesAway() throws InterruptedException {
        // Given
        var infrastructure = TestInfrastructure.ensure();
        var tables = FreshDatabase.create();
        tables.execute(CountingHandlers.TABLE);
        var broker = URI.create("kafka://" + infrastructure.bootstrapServers());
        String prefix = infrastructure.freshTopicPrefix();
        try (var databaseProxy = tables.proxy();
                var brokerProxy = new Proxy(broker.getHost(), broker.getPort())) {
            databaseProxy.open();
            var behindProxy = tables.behind(databaseProxy);
            try (var service = CountingService.start(
                            behindProxy, Map.of("bootstrap.servers", "127.0.0.1:" + brokerProxy.port()), prefix);
                    var bus = new TestBus(infrastructure.bootstrapServers(), prefix)) {
                var load = new Load(bus);
                load.start();
                assertThat(service.input())
                        .hasValueSatisfying(input -> assertThat(input.ready()).isFalse());

                // When
                brokerProxy.open();
                await("progress").atMost(Duration.ofSeconds(60)).until(() -> applied(tables) > 20);
                databaseProxy.close();
                // what was just being committed
                pass(Duration.ofMillis(500));
                int before = applied(tables);
                pass(Duration.ofSeconds(2));
                assertThat(applied(tables)).isEqualTo(before);
                databaseProxy.open();
                await("progress after the outage")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> applied(tables) > before + 20);

                // Then
                int last = load.stop();
                var ledger = new Ledger(tables, bus);
                ledger.awaitQuiet(last);
                ledger.check(last);
                assertThat(service.input())
                        .hasValueSatisfying(input -> assertThat(input.ready()).isTrue());
            }
        }
    }

    private static void pass(Duration time) {
        await().pollDelay(time).atMost(time.plusSeconds(10)).until(() -> true);
    }

    private static int applied(FreshDatabase tables) {
        return Integer.parseInt(tables.value("select count(*) from applied"));
    }
}
