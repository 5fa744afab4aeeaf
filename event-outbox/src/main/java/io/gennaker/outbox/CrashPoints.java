package io.gennaker.outbox;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Named places between two writes, where a test can make the process die as if by power loss.
///
/// The system property `gennaker.crash-at=NAME` halts the JVM when the place is reached, `NAME:COUNT` when it is
/// reached for the `COUNT`-th time. Without it a crash point is one comparison with null.
public final class CrashPoints {
    public static final String PROPERTY = "gennaker.crash-at";
    /// Exit code of a process that ended at a crash point.
    public static final int EXIT_CODE = 86;

    private static final @Nullable CrashPoint CHOSEN = parse(System.getProperty(PROPERTY));

    private CrashPoints() {}

    public static void reached(String name) {
        if (CHOSEN != null && CHOSEN.name().equals(name) && CHOSEN.remaining().decrementAndGet() == 0) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    private record CrashPoint(String name, AtomicInteger remaining) {}

    private static @Nullable CrashPoint parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        int colon = text.lastIndexOf(':');
        return colon < 0
                ? new CrashPoint(text, new AtomicInteger(1))
                : new CrashPoint(
                        text.substring(0, colon), new AtomicInteger(Integer.parseInt(text.substring(colon + 1))));
    }
}
