package io.gennaker.analysis.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.traffic.TrafficCheck.Finding;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.Track;
import io.gennaker.contracts.TrafficSplit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficCheckTest {

    private final TrafficCheck check = new TrafficCheck(TrafficSplit.even(10), 3, 100);

    @Test
    void shouldConfirmWhenEveryShareIsWithinTheTolerance() {
        assertThat(check.compare(new ObservedSplit(83, 7, 10, 100))).isEqualTo(new Finding.Confirmed());
    }

    @Test
    void shouldNameTheTracksThatAreOffWhenSharesDiffer() {
        // When
        var finding = check.compare(new ObservedSplit(90.1, 9.9, 0, 412));

        // Then
        assertThat(finding)
                .isEqualTo(new Finding.NotYet(
                        "observed 90.1/9.9/0.0 of 412 requests, expected 80/10/10 within 3 points (off: [release, canary])",
                        true));
    }

    @Test
    void shouldNotConfirmWhenTooFewRequestsWereSeen() {
        assertThat(check.compare(new ObservedSplit(80, 10, 10, 99)))
                .isEqualTo(new Finding.NotYet("saw 99 requests, at least 100 are needed", false));
    }

    @Test
    void shouldNotConfirmWithoutAnyRequest() {
        assertThat(new TrafficCheck(TrafficSplit.ALL_RELEASE, 100, 1).compare(new RequestCounts().split()))
                .isInstanceOf(Finding.NotYet.class);
    }

    @Test
    void shouldRefuseToConfirmOnNoRequests() {
        assertThatThrownBy(() -> new TrafficCheck(TrafficSplit.ALL_RELEASE, 3, 0))
                .hasMessage("minimum requests: found 0, must be at least 1");
    }

    @Test
    void shouldTakeTheSharesOfTheReporterThatSawMore() {
        // Given: half of the requests to the release come from outside of the mesh
        var counts = new RequestCounts();
        counts.add(Track.RELEASE, List.of(series("source", 400), series("destination", 800)));
        counts.add(Track.BASELINE, List.of(series("source", 100), series("destination", 100)));
        counts.add(Track.CANARY, List.of(series("source", Double.NaN), series("destination", 100)));

        // When
        var split = counts.split();

        // Then
        assertThat(split).isEqualTo(new ObservedSplit(80, 10, 10, 1000));
    }

    private static Series series(String reporter, double value) {
        return new Series(Map.of("reporter", reporter), List.of(new Series.Point(Instant.EPOCH, value)));
    }
}
