package io.gennaker.deployer.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.testing.FakeCluster;
import io.gennaker.deployer.testing.FakeRecords;
import io.gennaker.deployer.testing.Yaml;
import io.gennaker.outbox.testing.SettableClock;
import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private final FakeCluster cluster = new FakeCluster();
    private final SettableClock clock = new SettableClock();
    private final FakeRecords records = new FakeRecords();
    private final LiveView view = new LiveView(
            () -> cluster,
            new Wakeup(),
            new Ports(_ -> cluster, Yaml.READER, records, records, records, clock, Settings.USUAL),
            Set::of);

    private boolean isSilentAfter(Duration duration) {
        clock.advance(duration);
        boolean _ = view.current().isLive();
        return view.isSilent();
    }

    @Test
    void shouldHearAWatchThatIsOpenAndQuiet() {
        assertThat(isSilentAfter(Duration.ZERO)).isFalse();
        assertThat(isSilentAfter(Duration.ofSeconds(50))).isFalse();
        assertThat(isSilentAfter(Duration.ofMinutes(10))).isFalse();
    }

    @Test
    void shouldNotMindAWatchThatIsTakenUpAgainAtOnce() {
        // Given
        isSilentAfter(Duration.ZERO);

        // When
        cluster.hear(false);
        cluster.answer(false);
        boolean atFirst = isSilentAfter(Duration.ofSeconds(1));
        boolean stillShort = isSilentAfter(Duration.ofSeconds(1));
        cluster.hear(true);
        cluster.answer(true);

        // Then
        assertThat(atFirst).isFalse();
        assertThat(stillShort).isFalse();
        assertThat(isSilentAfter(Duration.ofSeconds(5))).isFalse();
    }

    @Test
    void shouldHearAWatchThatHasNothingToTellWhileTheServerAnswers() {
        // Given
        isSilentAfter(Duration.ZERO);

        // When
        cluster.hear(false);

        // Then
        assertThat(IntStream.range(0, 30)).noneMatch(_ -> isSilentAfter(Duration.ofSeconds(1)));
    }

    @Test
    void shouldTellAServerThatIsNotHeardForAWhile() {
        // Given
        isSilentAfter(Duration.ZERO);
        cluster.hear(false);
        cluster.answer(false);
        isSilentAfter(Duration.ofSeconds(1));

        // When
        boolean silent = isSilentAfter(Duration.ofSeconds(3));

        // Then
        assertThat(silent).isTrue();
    }
}
