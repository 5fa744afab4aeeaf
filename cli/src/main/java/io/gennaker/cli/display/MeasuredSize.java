package io.gennaker.cli.display;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The size of this process's terminal, measured again from time to time: windows are resized.
final class MeasuredSize implements Supplier<Size> {
    private static final long VALID_NANOS = Duration.ofSeconds(1).toNanos();
    private static final Pattern ANSWER = Pattern.compile("([1-9][0-9]{0,3}) ([1-9][0-9]{0,3})");

    private final Map<String, String> environment;
    private @Nullable Size size;
    private long measuredAt;

    MeasuredSize(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public synchronized Size get() {
        Size known = size;
        if (known == null || System.nanoTime() - measuredAt > VALID_NANOS) {
            known = measure();
            size = known;
            measuredAt = System.nanoTime();
        }
        return known;
    }

    private Size measure() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return parse(answer).orElseGet(() -> byEnvironment(environment));
        } catch (IOException noSuchProgram) {
            return byEnvironment(environment);
        }
    }

    /// Rows, then columns, as `stty size` prints them; a terminal without a size says `0 0`.
    static Optional<Size> parse(String answer) {
        Matcher found = ANSWER.matcher(answer.strip());
        return found.matches()
                ? Optional.of(new Size(Integer.parseInt(found.group(2)), Integer.parseInt(found.group(1))))
                : Optional.empty();
    }

    static Size byEnvironment(Map<String, String> environment) {
        return parse(environment.getOrDefault("LINES", Integer.toString(Size.USUAL.rows())) + " "
                        + environment.getOrDefault("COLUMNS", Integer.toString(Size.USUAL.columns())))
                .orElse(Size.USUAL);
    }
}
