package io.gennaker.cli.api;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.MetricResult;
import io.gennaker.contracts.ObjectChange;
import io.gennaker.contracts.ObservedSplit;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TestRecord;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An execution as the console shows it; what the orchestrator has not told yet is null, lists are empty.
public record Execution(
        String id,
        @Nullable String pipeline,
        @Nullable ExecutionStatus status,
        @Nullable String reason,
        List<Artifact> artifacts,
        @Nullable Instant acceptedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        @Nullable Stall stalled,
        List<Stage> stages,
        List<Shift> trafficSplits,
        List<Verdicted> verdicts,
        List<Judgement> judgements,
        List<JobLog> jobLogs,
        List<Changes> changes,
        List<Tests> tests,
        Map<String, String> progress) {
    /// A list that the answer leaves out arrives as null here.
    public Execution {
        artifacts = orEmpty(artifacts);
        stages = orEmpty(stages);
        trafficSplits = orEmpty(trafficSplits);
        verdicts = orEmpty(verdicts);
        judgements = orEmpty(judgements);
        jobLogs = orEmpty(jobLogs);
        changes = orEmpty(changes);
        tests = orEmpty(tests);
        progress = Map.copyOf(Objects.requireNonNullElse(progress, Map.of()));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// Whether nothing follows.
    public boolean finished() {
        return finishedAt != null;
    }

    public boolean succeeded() {
        return status == ExecutionStatus.SUCCEEDED;
    }

    /// From acceptance to the end.
    public Optional<Duration> leadTime() {
        return acceptedAt == null || finishedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(acceptedAt, finishedAt));
    }

    /// It has not moved for longer than it should.
    ///
    /// @param since when it moved last
    public record Stall(List<String> waitsFor, Instant since) {
        public Stall {
            waitsFor = List.copyOf(waitsFor);
        }
    }

    public record Stage(
            String id,
            String kind,
            StageStatus status,
            @Nullable String reason,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            List<Step> steps) {
        public Stage {
            steps = List.copyOf(steps);
        }
    }

    public record Step(
            String id,
            String title,
            boolean compensation,
            @Nullable String operationId,
            StepStatus status,
            @Nullable String reason,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt) {}

    public record Shift(
            String operationId,
            String route,
            TrafficSplit split,
            Instant appliedAt,
            @Nullable Instant confirmedAt,
            @Nullable ObservedSplit observed) {}

    public record Verdicted(
            String stage,
            String step,
            Verdict verdict,
            double score,
            List<String> reasons,
            List<MetricResult> metrics,
            Instant at) {
        public Verdicted {
            reasons = List.copyOf(reasons);
            metrics = List.copyOf(metrics);
        }
    }

    public record JobLog(String stage, String pod, String container, int exitCode, String log) {}

    /// What a step was about to change, found by a dry run.
    public record Changes(String operationId, String stage, String step, List<ObjectChange> objects, int moreObjects) {
        public Changes {
            objects = List.copyOf(objects);
        }
    }

    /// The tests of a Job, those that did not pass first.
    public record Tests(String stage, String pod, int passed, int failed, int skipped, List<TestRecord> tests) {
        public Tests {
            tests = List.copyOf(tests);
        }
    }
}
