package io.gennaker.pipeline.planning;

import io.gennaker.contracts.AnalysisSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How long steps may take.
final class Limits {
    /// Until objects are ready, or a Job has completed, where the stage does not say.
    static final Duration APPLY = Duration.ofMinutes(10);

    static final Duration SHIFT = Duration.ofMinutes(2);
    /// Until all requests are the release's again. Longer than an API server is away while it is upgraded or fails
    /// over: who gives up leaves requests with what has failed.
    static final Duration WAY_BACK = Duration.ofMinutes(30);
    static final Duration REMOVE = Duration.ofMinutes(5);
    /// For the services to notice that time is up by their own clock before the orchestrator does.
    static final Duration MARGIN = Duration.ofMinutes(1);

    /// Sources beside the mesh's own show samples minutes after they were taken; the analysis service refuses those
    /// that need longer.
    private static final Duration LATE_SAMPLES = Duration.ofMinutes(10);

    /// Until what a call began has ended.
    static final Duration CALLED = Duration.ofHours(1);
    /// Until a pipeline that a stage runs has ended.
    static final Duration NESTED = Duration.ofDays(7);

    private Limits() {}

    /// Twice the margin: the last samples arrive after the window has closed.
    static Duration ofAnalysis(AnalysisSpec spec) {
        boolean mayBeLate = spec.metrics().stream().anyMatch(metric -> metric.source() != null);
        return spec.longest().plus(MARGIN.multipliedBy(2)).plus(mayBeLate ? LATE_SAMPLES : Duration.ZERO);
    }

    /// The stage's own timeout where it has one step, so that this step may use it up.
    static Duration onlyStep(@Nullable Duration stage) {
        return onlyStep(stage, APPLY);
    }

    static Duration onlyStep(@Nullable Duration stage, Duration usual) {
        return stage == null ? usual : stage;
    }

    /// One of several steps: never longer than all together.
    static Duration oneOfMany(Duration usual, @Nullable Duration stage) {
        return stage == null || usual.compareTo(stage) < 0 ? usual : stage;
    }
}
