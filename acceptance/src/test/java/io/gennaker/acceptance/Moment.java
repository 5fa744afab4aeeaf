package io.gennaker.acceptance;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.contracts.StepStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A time in a delivery at which a kill matters: how one sees that it has come, and how one sees afterwards that the
/// kill was in time.
sealed interface Moment {
    /// Whether the console's picture shows it; never for what comes before the first picture.
    boolean isReached(Execution now);

    /// Whether it lasted at that time; asked when the delivery has ended.
    boolean lasted(Execution end, Instant at);

    /// The registry's event of the push is on the bus: the trigger service may have read it, or not.
    record Published() implements Moment {
        @Override
        public boolean isReached(Execution now) {
            return false;
        }

        @Override
        public boolean lasted(Execution end, Instant at) {
            return isBetween(Instant.MIN, at, end.finishedAt());
        }

        @Override
        public String toString() {
            return "the push was just published";
        }
    }

    /// A step runs.
    ///
    /// @param progress what its service must have said of it, in part; empty where that does not matter
    record StepRuns(String stage, String step, boolean compensation, String progress) implements Moment {
        static StepRuns forward(String stage, String step) {
            return new StepRuns(stage, step, false, "");
        }

        static StepRuns saying(String progress, String stage, String step) {
            return new StepRuns(stage, step, false, progress);
        }

        static StepRuns goingBack(String stage, String step) {
            return new StepRuns(stage, step, true, "");
        }

        @Override
        public boolean isReached(Execution now) {
            return find(now)
                    .filter(found -> found.status() == StepStatus.RUNNING)
                    .filter(found -> progress.isEmpty() || said(now, found).contains(progress))
                    .isPresent();
        }

        @Override
        public boolean lasted(Execution end, Instant at) {
            return find(end)
                    .filter(found -> isBetween(found.startedAt(), at, found.endedAt()))
                    .isPresent();
        }

        private static String said(Execution now, Execution.Step found) {
            String operation = found.operationId();
            return operation == null ? "" : now.progress().getOrDefault(operation, "");
        }

        private Optional<Execution.Step> find(Execution execution) {
            return execution.stages().stream()
                    .filter(candidate -> candidate.id().equals(stage))
                    .flatMap(candidate -> candidate.steps().stream())
                    .filter(candidate -> candidate.id().equals(step) && candidate.compensation() == compensation)
                    .findFirst();
        }

        @Override
        public String toString() {
            return "step " + stage + "/" + step + " runs" + (progress.isEmpty() ? "" : ", " + progress);
        }
    }

    /// A question waits for an answer.
    record QuestionOpen() implements Moment {
        @Override
        public boolean isReached(Execution now) {
            return now.judgements().stream().anyMatch(Judgement::open);
        }

        @Override
        public boolean lasted(Execution end, Instant at) {
            return end.judgements().stream()
                    .anyMatch(judgement -> isBetween(judgement.openedAt(), at, judgement.endedAt()));
        }

        @Override
        public String toString() {
            return "a question is open";
        }
    }

    /// The delivery is over, and the next image not yet pushed.
    record Ended() implements Moment {
        @Override
        public boolean isReached(Execution now) {
            return now.finished();
        }

        @Override
        public boolean lasted(Execution end, Instant at) {
            return isBetween(end.finishedAt(), at, Instant.MAX);
        }

        @Override
        public String toString() {
            return "the delivery has ended and no further image is pushed";
        }
    }

    private static boolean isBetween(@Nullable Instant first, Instant at, @Nullable Instant last) {
        return first != null && last != null && !at.isBefore(first) && !at.isAfter(last);
    }
}
