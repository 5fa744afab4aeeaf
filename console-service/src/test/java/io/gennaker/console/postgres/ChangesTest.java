package io.gennaker.console.postgres;

import static org.awaitility.Awaitility.await;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.outbox.testing.FreshDatabase;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    void shouldListenAnewWhenItsConnectionDiedWithoutAWord() {
        // Given
        var database = FreshDatabase.empty();
        try (var proxy = database.proxy()) {
            proxy.open();
            var changes = new Changes(database.behind(proxy).dataSource());
            List<String> heard = new CopyOnWriteArrayList<>();
            changes.listen(heard::add);
            changes.start(new StartupEvent());
            await().atMost(PATIENCE).until(() -> heard.equals(List.of(ChangeFeed.EVERYTHING)));

            // When
            proxy.silence();

            // Then
            await().atMost(PATIENCE).until(() -> heard.equals(List.of(ChangeFeed.EVERYTHING, ChangeFeed.EVERYTHING)));
            changes.stop(new ShutdownEvent());
        }
    }
}
