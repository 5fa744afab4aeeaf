package io.gennaker.analysis.kafka;

import io.gennaker.analysis.canary.AnalysisReport.ScorePoint;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.StoredJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operation has to remember for whoever goes on with it.
///
/// @param announced the last progress that was reported
/// @param announcedAt when
/// @param failures how often in a row the metrics store gave no answer
/// @param lastCode what the operation would fail with now
/// @param lastObservation why it has not ended yet
/// @param scores what the looks so far found, one for each
/// @param extendedAt since when the data are gathered for twice as long; null: they are not
/// @param tooLittle the shares seen last, where that were too few requests to tell; else null
record OperationState(
        @Nullable String announced,
        @Nullable Instant announcedAt,
        int failures,
        FailureCode lastCode,
        String lastObservation,
        @Nullable List<ScorePoint> scores,
        @Nullable Instant extendedAt,
        @Nullable ObservedSplit tooLittle) {

    OperationState {
        scores = scores == null ? List.of() : List.copyOf(scores);
    }

    @Override
    public List<ScorePoint> scores() {
        return scores == null ? List.of() : scores;
    }

    static OperationState initial() {
        return new OperationState(
                null, null, 0, FailureCode.TIMED_OUT, "nothing was observed yet", List.of(), null, null);
    }

    static OperationState parse(@Nullable String text) {
        return text == null ? initial() : StoredJson.read(text, OperationState.class);
    }

    String format() {
        return StoredJson.write(this);
    }

    OperationState withAnnounced(String message, Instant at) {
        return new OperationState(message, at, failures, lastCode, lastObservation, scores, extendedAt, tooLittle);
    }

    OperationState withObservation(FailureCode code, String observation) {
        return new OperationState(announced, announcedAt, 0, code, observation, scores, extendedAt, null);
    }

    OperationState withTooLittle(ObservedSplit seen, String observation) {
        return new OperationState(
                announced, announcedAt, 0, FailureCode.TRAFFIC_NOT_CONFIRMED, observation, scores, extendedAt, seen);
    }

    OperationState withSourceFailure(String reason) {
        return new OperationState(
                announced,
                announcedAt,
                failures + 1,
                FailureCode.METRICS_UNAVAILABLE,
                reason,
                scores,
                extendedAt,
                null);
    }

    OperationState withLook(ScorePoint score) {
        var all = new ArrayList<>(scores());
        all.add(score);
        return new OperationState(
                announced,
                announcedAt,
                0,
                FailureCode.TIMED_OUT,
                "still gathering, judged until " + score.at(),
                all,
                extendedAt,
                null);
    }

    OperationState withExtension(Instant at) {
        return new OperationState(announced, announcedAt, failures, lastCode, lastObservation, scores, at, null);
    }
}
