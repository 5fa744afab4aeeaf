package io.gennaker.acceptance;

import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Ends services as a crash does, starts them again, and tells of both.
final class Victims implements AutoCloseable {
    private final LocalPlatform platform;
    private final Instant began = Instant.now();
    private final ExecutorService starting = Executors.newSingleThreadExecutor();
    private final Map<String, Future<?>> starts = new HashMap<>();

    Victims(LocalPlatform platform) {
        this.platform = platform;
    }

    /// Kills a service; returns when it is dead, and starts it again meanwhile. While it is itself still being started
    /// it is waited for first: to kill what is not there shows nothing. Another that is being started is not waited
    /// for: the moment would be over.
    ///
    /// @return when it was alive for the last time
    Instant kill(Kill kill) {
        awaitStart(starts.get(kill.service()));
        Instant at = Instant.now();
        if (!platform.kill(kill.service())) {
            throw new AssertionError("did not run when it was to be killed: " + kill);
        }
        tell("killed " + kill);
        starts.put(kill.service(), starting.submit(() -> platform.start(kill.service(), this::tell)));
        return at;
    }

    /// @throws AssertionError when a service did not come back
    void awaitStarts() {
        starts.values().forEach(Victims::awaitStart);
        starts.clear();
    }

    private static void awaitStart(@Nullable Future<?> start) {
        try {
            if (start != null) {
                start.get();
            }
        } catch (ExecutionException failed) {
            throw new AssertionError("a killed service did not come back", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", interrupted);
        }
    }

    private void tell(Progress progress) {
        if (progress.state() == Progress.State.READY) {
            tell("  " + progress.component() + " is back");
        }
    }

    private void tell(String what) {
        Duration since = Duration.between(began, Instant.now());
        System.out.printf("[kill %5.1f s] %s%n", since.toMillis() / 1000.0, what);
    }

    @Override
    public void close() {
        starting.close();
    }
}
