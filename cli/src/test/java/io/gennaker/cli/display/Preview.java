package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// Shows the samples as they look on this terminal: `Preview [NAME]`, from the class path of the tests. Without a
/// name it shows a delivery from its start to its end.
final class Preview {
    private static final int PICTURE_MILLIS = 1_500;

    private Preview() {}

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, Execution> samples = Map.of(
                "queued", Samples.queued(),
                "running", Samples.running(),
                "asking", Samples.asking(),
                "succeeded", Samples.succeeded(),
                "taken-back", Samples.takenBack(),
                "job-failed", Samples.jobFailed());
        List<Execution> shown = arguments.length == 0
                ? List.of(Samples.queued(), Samples.running(), Samples.asking(), Samples.succeeded())
                : List.of(samples.get(arguments[0]));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Clock clock = Clock.fixed(Samples.now(shown.getLast()), ZoneOffset.UTC);
        try (var display = new LiveDisplay(out, Terminal.detect(System.getenv()), clock)) {
            for (Execution execution : shown) {
                display.accept(execution);
                Thread.sleep(PICTURE_MILLIS);
            }
        }
    }
}
