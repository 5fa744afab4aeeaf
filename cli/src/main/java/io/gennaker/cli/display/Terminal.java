package io.gennaker.cli.display;

import java.util.Map;
import java.util.function.Supplier;

/// What the output is.
///
/// @param interactive whether a person watches and lines can be drawn over
/// @param size asked anew for each picture
public record Terminal(boolean interactive, Supplier<Size> size, Style style) {
    /// Files and pipes have no width; this one suits logs.
    private static final Size PLAIN = new Size(120, Integer.MAX_VALUE);

    /// The terminal of this process. Colour only on a terminal, and not where `NO_COLOR` is set.
    public static Terminal detect(Map<String, String> environment) {
        boolean interactive =
                System.console() != null && System.console().isTerminal() && !"dumb".equals(environment.get("TERM"));
        if (!interactive) {
            return plain();
        }
        boolean colour = environment.getOrDefault("NO_COLOR", "").isEmpty();
        return new Terminal(true, new MeasuredSize(environment), new Style(colour));
    }

    /// A file, a pipe, or a log.
    public static Terminal plain() {
        return new Terminal(false, () -> PLAIN, new Style(false));
    }
}
