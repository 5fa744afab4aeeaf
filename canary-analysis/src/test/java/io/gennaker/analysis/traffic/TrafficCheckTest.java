package io.gennaker.analysis.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.traffic.RequestCounts.Seen;
import io.gennaker.analysis.traffic.TrafficCheck.Finding;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficCheckTest {

    private final TrafficCheck check = new TrafficCheck(TrafficSplit.even(10), 5, 50, 0.95);

    @Test
    void shouldConfirmWhenTheBoundsOfEveryShareLieWithinTheTolerance() {
        assertThat(check.compare(new Seen(800, 100, 100))).isEqualTo(new Finding.Confirmed());
    }

    @Test
    void shouldWaitWhereTheSameSharesAreOfTooFewRequests() {
        // When
        var finding = check.compare(new Seen(80, 10, 10));

        // Then
        assertThat(finding)
                .isEqualTo(
                        new Finding.Open(
                                "observed 80.0/10.0/10.0 of 100 requests, expected 80/10/10 within 5 points, too few to be"
                                        + " 95.0 % sure of [release 70.8 to 87.3 %, baseline 4.9 to 17.6 %, canary 4.9 to 17.6 %]"));
    }

    @Test
    void shouldNeedAboutThreeHundredRequestsAtTwentyPercent() {
        // Given
        var wide = new TrafficCheck(new TrafficSplit(80, 0, 20), 5, 1, 0.95);

        // Then
        assertThat(wide.compare(new Seen(200, 0, 50))).isInstanceOf(Finding.Open.class);
        assertThat(wide.compare(new Seen(240, 0, 60))).isEqualTo(new Finding.Confirmed());
    }

    @Test
    void shouldNameTheTracksThatAreOffWhenSharesDiffer() {
        // When
        var finding = check.compare(new Seen(900, 100, 0));

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.Off(
                        "observed 90.0/10.0/0.0 of 1000 requests, expected 80/10/10 within 5 points (off: [release"
                                + " 88.0 to 91.8 %, canary 0.0 to 0.4 %])"));
    }

    @Test
    void shouldSeeSoonThatEverythingStillGoesElsewhere() {
        assertThat(new TrafficCheck(new TrafficSplit(0, 0, 100), 5, 1, 0.95).compare(new Seen(10, 0, 0)))
                .isInstanceOf(Finding.Off.class);
    }

    @Test
    void shouldNotConfirmAShareOfWhichNothingWasSeenHoweverWideTheTolerance() {
        assertThat(new TrafficCheck(new TrafficSplit(99, 0, 1), 5, 50, 0.95).compare(new Seen(1000, 0, 0)))
                .isInstanceOf(Finding.Open.class);
    }

    @Test
    void shouldConfirmThatNothingGoesWhereNothingIsMeantToGo() {
        assertThat(new TrafficCheck(TrafficSplit.ALL_RELEASE, 5, 50, 0.95).compare(new Seen(100, 0, 0)))
                .isEqualTo(new Finding.Confirmed());
    }

    @Test
    void shouldNotConfirmWhenTooFewRequestsWereSeen() {
        assertThat(check.compare(new Seen(40, 4, 5)))
                .isEqualTo(new Finding.Open("saw 49 requests, at least 50 are needed"));
    }

    @Test
    void shouldNotConfirmWithoutAnyRequest() {
        assertThat(new TrafficCheck(TrafficSplit.ALL_RELEASE, 100, 1, 0.95).compare(new RequestCounts().seen()))
                .isInstanceOf(Finding.Open.class);
    }

    @Test
    void shouldRefuseSettingsThatTellNothing() {
        assertThatThrownBy(() -> new TrafficCheck(TrafficSplit.ALL_RELEASE, 3, 0, 0.95))
                .hasMessage("minimum requests: found 0, must be at least 1");
        assertThatThrownBy(() -> new TrafficCheck(TrafficSplit.ALL_RELEASE, 3, 1, 1))
                .hasMessage("confidence: found 1.0, must be between 0 and 1");
    }

    @Test
    void shouldTakeTheSharesOfTheReporterThatSawMore() {
        // Given: half of the requests to the release come from outside of the mesh
        var counts = new RequestCounts();
        counts.add(Track.RELEASE, List.of(series("source", 400), series("destination", 800)));
        counts.add(Track.BASELINE, List.of(series("source", 100), series("destination", 100)));
        counts.add(Track.CANARY, List.of(series("source", Double.NaN), series("destination", 100)));

        // When
        var split = counts.seen().split();

        // Then
        assertThat(split).isEqualTo(new ObservedSplit(80, 10, 10, 1000));
    }

    private static Series series(String reporter, double value) {
        return new Series(Map.of("reporter", reporter), List.of(new Series.Point(Instant.EPOCH, value)));
    }
}
