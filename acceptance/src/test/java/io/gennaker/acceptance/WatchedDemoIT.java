package io.gennaker.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.demo.Demo;
import io.gennaker.cli.demo.DemoObserver;
import io.gennaker.cli.demo.DemoReport;
import io.gennaker.contracts.ImageReference;
import io.gennaker.playground.platform.LocalPlatform;
import io.gennaker.playground.platform.ProgressListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// The demo over the real processes, watched and approved in a browser, while the console is killed and comes back.
/// What the person does is in `src/test/browser`; screenshots are written to `target/screenshots`.
@EnabledIfSystemProperty(
        named = "gennaker.test.browser",
        matches = "true",
        disabledReason = "takes minutes, and needs chromium: -Dgennaker.test.browser=true")
class WatchedDemoIT {
    private static final Path CHROMIUM =
            Path.of(System.getenv().getOrDefault("GENNAKER_CHROMIUM", "/usr/bin/chromium"));
    private static final AcceptancePlatform ACCEPTANCE = new AcceptancePlatform("watched", 30080);

    @BeforeAll
    static void up() throws IOException {
        ACCEPTANCE.upAnew();
    }

    @AfterAll
    static void down() {
        ACCEPTANCE.open().down(ProgressListener.silent());
    }

    @Test
    void shouldBeWatchedFromStartToEndAndApprovedInThePage() throws Exception {
        // Given
        LocalPlatform platform = ACCEPTANCE.open();
        Process browser = browse(platform);
        try (var victims = new Victims(platform)) {
            var console = new Kill("console", Moment.StepRuns.saying("gathering data", "canary", "analyse-10"));
            var killing = new KillingObserver(victims, List.of(List.of(console), List.of()));

            // When
            DemoReport report =
                    new Demo(ACCEPTANCE.session(), platform, new Watched(killing)).run(ACCEPTANCE.example());
            boolean ended = browser.waitFor(3, TimeUnit.MINUTES);

            // Then
            victims.awaitStarts();
            assertThat(report.problems()).isEmpty();
            assertThat(killing.done()).hasSize(1);
            assertThat(ended).as("the browser's script ended").isTrue();
            assertThat(browser.exitValue())
                    .as("what failed is in the output above")
                    .isZero();
        } finally {
            browser.destroy();
        }
    }

    private static Process browse(LocalPlatform platform) throws IOException {
        var browser = new ProcessBuilder("node", "src/test/browser/demo.mjs").inheritIO();
        browser.environment()
                .putAll(Map.of(
                        "CONSOLE", platform.consoleUrl(),
                        "TOKEN", Files.readString(platform.consoleTokenFile()).strip(),
                        "CHROMIUM", CHROMIUM.toString()));
        return browser.start();
    }

    /// The question is answered in the page.
    private record Watched(DemoObserver killing) implements DemoObserver {
        @Override
        public void published(ImageReference image) {
            killing.published(image);
        }

        @Override
        public void seen(Execution snapshot) {
            killing.seen(snapshot);
        }

        @Override
        public boolean answers(String judgement) {
            return true;
        }
    }
}
