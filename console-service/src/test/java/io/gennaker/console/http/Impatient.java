package io.gennaker.console.http;

import io.gennaker.console.view.ChangeFeed;
import io.quarkus.test.junit.QuarkusMock;
import jakarta.enterprise.inject.spi.CDI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// Waits shortly, whatever its callers would bear. For a test in which nobody answers: in all others a slow machine is
/// given its time.
final class Impatient extends Awaiting {
    private static final Duration SHORT = Duration.ofMillis(200);

    private Impatient(ChangeFeed changes) {
        super(changes);
    }

    /// Until the test ends.
    static void install() {
        QuarkusMock.installMockForType(
                new Impatient(CDI.current().select(ChangeFeed.class).get()), Awaiting.class);
    }

    @Override
    <T> Optional<T> after(Runnable act, String subject, Supplier<Optional<T>> look, Duration patience)
            throws InterruptedException {
        return super.after(act, subject, look, SHORT);
    }
}
