package io.gennaker.playground.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/// How the containers of an image behave, as its labels under `sim.gennaker.io/` say.
///
/// @param readyAfter from the start of the container until it is ready
/// @param crash whether the container exits with code 1 right after its start
/// @param neverReady whether it runs but never becomes ready
/// @param errorRate share of requests answered with 500, from 0 to 1
/// @param latency how long an answer takes
/// @param latencyJitter how much longer it takes at most, evenly spread
/// @param runFor how long a container that is to complete runs
/// @param exitCode what it exits with
/// @param log what it writes
/// @param probe how many requests it sends through its cluster's gateway
public record ImageBehaviour(
        Duration readyAfter,
        boolean crash,
        boolean neverReady,
        double errorRate,
        Duration latency,
        Duration latencyJitter,
        Duration runFor,
        int exitCode,
        String log,
        int probe) {

    private static final String PREFIX = "sim.gennaker.io/";
    private static final List<String> KNOWN = List.of(
            "ready-after",
            "crash",
            "never-ready",
            "error-rate",
            "latency",
            "latency-jitter",
            "run-for",
            "exit-code",
            "log",
            "probe");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MOST_PROBES = 10_000;
    private static final int LONGEST_LOG = 64 << 10;

    /// Reads the labels; those without the prefix do not matter.
    ///
    /// @throws IllegalArgumentException naming label, value and what is allowed
    public static ImageBehaviour of(Map<String, String> labels) {
        labels.keySet().stream()
                .filter(label -> label.startsWith(PREFIX) && !KNOWN.contains(label.substring(PREFIX.length())))
                .findFirst()
                .ifPresent(label -> {
                    throw new IllegalArgumentException(
                            "Unknown label '%s', known under %s are %s".formatted(label, PREFIX, KNOWN));
                });
        var read = new Labels(labels);
        return new ImageBehaviour(
                read.value("ready-after", "500ms", ImageBehaviour::duration),
                read.value("crash", "false", ImageBehaviour::flag),
                read.value("never-ready", "false", ImageBehaviour::flag),
                read.value("error-rate", "0", ImageBehaviour::share),
                read.value("latency", "5ms", ImageBehaviour::duration),
                read.value("latency-jitter", "0ms", ImageBehaviour::duration),
                read.value("run-for", "1s", ImageBehaviour::duration),
                read.value("exit-code", "0", text -> number(text, 255)),
                read.value("log", "", ImageBehaviour::bounded),
                read.value("probe", "0", text -> number(text, MOST_PROBES)));
    }

    private record Labels(Map<String, String> labels) {
        <T> T value(String name, String otherwise, Function<String, T> parse) {
            var text = labels.getOrDefault(PREFIX + name, otherwise);
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException wrong) {
                throw new IllegalArgumentException(
                        "Label '%s%s': found '%s', allowed is %s".formatted(PREFIX, name, text, wrong.getMessage()));
            }
        }
    }

    private static Duration duration(String text) {
        var form = DURATION.matcher(text);
        if (form.matches()) {
            var amount = Long.parseLong(form.group(1));
            var duration =
                    switch (form.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        default -> Duration.ofMinutes(amount);
                    };
            if (duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        }
        throw new IllegalArgumentException("a number with ms, s or m, such as 500ms, up to one hour");
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false");
        };
    }

    private static double share(String text) {
        try {
            var share = Double.parseDouble(text);
            if (share >= 0 && share <= 1) {
                return share;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number outside the range
        }
        throw new IllegalArgumentException("a number from 0 to 1");
    }

    private static int number(String text, int most) {
        try {
            var number = Integer.parseInt(text);
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // refused below, like a number outside the range
        }
        throw new IllegalArgumentException("a whole number from 0 to " + most);
    }

    private static String bounded(String text) {
        if (text.length() > LONGEST_LOG) {
            throw new IllegalArgumentException("a text of at most " + LONGEST_LOG + " characters");
        }
        return text;
    }
}
