package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.JudgementSpec;
import io.gennaker.contracts.OperationId;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.StepAction;
import java.time.Duration;
import java.util.Optional;

/// The question to people to which an inconclusive analysis leads: their answer is that of the step.
final class Inquiry {
    /// For the judgement service to end the question by its own clock before the orchestrator does.
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private Inquiry() {}

    /// What is asked, with what the analysis found; empty where an inconclusive end is a failure.
    ///
    /// @param analysis the operation whose report is the evidence
    static Optional<JudgementSpec> of(PlannedStep step, OperationId analysis, String finding) {
        return question(step)
                .map(question -> question.instructing((question.instructions() + "\n\nStep " + step.id() + " is "
                                + finding + "\n\nThe report: `gennaker canary report " + analysis + "`")
                        .strip()));
    }

    private static Optional<JudgementSpec> question(PlannedStep step) {
        return step.action() instanceof StepAction.Analyse(var task, var question)
                ? Optional.ofNullable(question)
                : Optional.empty();
    }

    /// What is asked of whom, now: the step's own action, or the question that it led to.
    static StepAction action(PlannedStep step, StepState current) {
        return asked(step, current).<StepAction>map(StepAction.Ask::new).orElse(step.action());
    }

    /// How long an answer is waited for.
    static Duration limit(PlannedStep step, StepState current) {
        return asked(step, current).map(Inquiry::limit).orElse(step.timeout());
    }

    static Duration limit(JudgementSpec question) {
        return question.expiresAfter().plus(MARGIN);
    }

    private static Optional<JudgementSpec> asked(PlannedStep step, StepState current) {
        return current instanceof StepState.Asked ? question(step) : Optional.empty();
    }
}
