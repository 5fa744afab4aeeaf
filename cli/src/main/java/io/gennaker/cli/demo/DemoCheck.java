package io.gennaker.cli.demo;

import io.gennaker.cli.api.Execution;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.JudgementOutcome;
import io.gennaker.contracts.StepStatus;
import io.gennaker.contracts.TrafficSplit;
import io.gennaker.contracts.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// What must be true after the demo. Pure: each method gives everything that is not, in words.
final class DemoCheck {
    private DemoCheck() {}

    /// The good image must be in production, after both canary steps were seen in the traffic, judged and approved.
    static List<String> promoted(Delivery delivery) {
        var wrong = new ArrayList<String>();
        Execution execution = delivery.execution();
        if (execution.status() != ExecutionStatus.SUCCEEDED) {
            wrong.add("the good delivery ended " + execution.status() + ": " + execution.reason());
        }
        for (TrafficSplit split : List.of(TrafficSplit.even(10), TrafficSplit.even(33), TrafficSplit.ALL_RELEASE)) {
            if (execution.trafficSplits().stream()
                    .noneMatch(shift -> shift.split().equals(split) && shift.confirmedAt() != null)) {
                wrong.add("the split " + split + " was not applied and confirmed");
            }
        }
        if (execution.verdicts().size() != 2
                || execution.verdicts().stream().anyMatch(verdict -> verdict.verdict() != Verdict.PASS)) {
            wrong.add("not exactly two verdicts Pass: "
                    + execution.verdicts().stream()
                            .map(Execution.Verdicted::verdict)
                            .toList());
        }
        if (execution.judgements().stream()
                .noneMatch(judgement -> judgement.outcome() == JudgementOutcome.APPROVED
                        && !judgement.decidedBy().isEmpty())) {
            wrong.add("no judgement was approved by a person");
        }
        wrong.addAll(settled(delivery.production(), delivery.image()));
        return wrong;
    }

    /// The bad image must be gone, traffic first, with the reasons, and production as it was.
    static List<String> takenBack(Delivery delivery, ImageReference before) {
        var wrong = new ArrayList<String>();
        Execution execution = delivery.execution();
        if (execution.status() != ExecutionStatus.FAILED) {
            wrong.add("the bad delivery ended " + execution.status() + ", not FAILED");
        }
        if (execution.verdicts().size() != 1
                || execution.verdicts().getFirst().verdict() != Verdict.FAIL
                || execution.verdicts().getFirst().reasons().isEmpty()) {
            wrong.add("not exactly one verdict Fail with reasons: "
                    + execution.verdicts().stream()
                            .map(Execution.Verdicted::verdict)
                            .toList());
        }
        Optional<Instant> trafficBack = execution.trafficSplits().stream()
                .filter(shift -> shift.split().equals(TrafficSplit.ALL_RELEASE))
                .map(Execution.Shift::appliedAt)
                .reduce((_, last) -> last);
        Optional<Instant> removal = removalBegan(execution);
        if (trafficBack.isEmpty()) {
            wrong.add("traffic was not returned to release");
        } else if (removal.isEmpty()) {
            wrong.add("baseline and canary were not removed");
        } else if (removal.get().isBefore(trafficBack.get())) {
            wrong.add("baseline and canary were removed before traffic was back");
        }
        wrong.addAll(settled(delivery.production(), before));
        return wrong;
    }

    private static Optional<Instant> removalBegan(Execution execution) {
        return execution.stages().stream()
                .flatMap(stage -> stage.steps().stream())
                .filter(step -> step.compensation() && step.id().equals("remove-variants"))
                .filter(step -> step.status() == StepStatus.SUCCEEDED)
                .map(Execution.Step::startedAt)
                .filter(Objects::nonNull)
                .findFirst();
    }

    private static List<String> settled(Playground.Production production, ImageReference image) {
        var wrong = new ArrayList<String>();
        if (!production.releaseImage().equals(image.pinned())) {
            wrong.add("release runs " + production.releaseImage() + ", not " + image.pinned());
        }
        if (!production.allTrafficOnRelease()) {
            wrong.add("weights are " + production.weights() + ", not all on release");
        }
        if (!production.variants().isEmpty()) {
            wrong.add("left beside the release: " + production.variants());
        }
        return wrong;
    }
}
