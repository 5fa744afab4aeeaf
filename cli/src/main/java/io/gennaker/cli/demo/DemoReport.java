package io.gennaker.cli.demo;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.ObservedSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The demo's result for scripts.
///
/// @param deliveries the good one, then the bad one
/// @param failedRequests requests through the mesh that failed because of Gennaker
/// @param requests requests that were sent meanwhile
public record DemoReport(List<DeliveryReport> deliveries, long failedRequests, long requests, List<String> problems) {
    /// One delivery.
    ///
    /// @param leadTime from the image's arrival to the end, as ISO 8601 duration
    public record DeliveryReport(
            @Nullable String pipeline,
            String executionId,
            String image,
            @Nullable ExecutionStatus status,
            @Nullable String reason,
            List<Execution.Stage> stages,
            List<SplitReport> trafficSplits,
            List<Execution.Verdicted> verdicts,
            List<JudgementReport> judgements,
            @Nullable Duration leadTime,
            double leadTimeSeconds) {}

    public record SplitReport(
            int release,
            int baseline,
            int canary,
            Instant appliedAt,
            @Nullable Instant confirmedAt,
            @Nullable ObservedSplit observed) {}

    public record JudgementReport(
            String id,
            String title,
            @Nullable JudgementOutcome outcome,
            List<String> decidedBy,
            List<Judgement.Answer> answers) {}

    static DeliveryReport of(Delivery delivery) {
        Execution execution = delivery.execution();
        Duration lead = execution.leadTime().orElse(null);
        return new DeliveryReport(
                execution.pipeline(),
                execution.id(),
                delivery.image().toString(),
                execution.status(),
                execution.reason(),
                execution.stages(),
                execution.trafficSplits().stream()
                        .map(shift -> new SplitReport(
                                shift.split().release(),
                                shift.split().baseline(),
                                shift.split().canary(),
                                shift.appliedAt(),
                                shift.confirmedAt(),
                                shift.observed()))
                        .toList(),
                execution.verdicts(),
                execution.judgements().stream()
                        .map(judgement -> new JudgementReport(
                                judgement.id(),
                                judgement.title(),
                                judgement.outcome(),
                                judgement.decidedBy(),
                                judgement.answers()))
                        .toList(),
                lead,
                Objects.requireNonNullElse(lead, Duration.ZERO).toMillis() / 1000.0);
    }
}
