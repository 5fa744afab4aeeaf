package io.gennaker.orchestrator.execution;

import io.gennaker.contracts.OperationId;
import java.time.Duration;

/// The timers of an execution. Each is named by what it watches, so that setting it again moves it.
public sealed interface Timer {
    /// Unique in its execution. [#named] reads it.
    String name();

    /// Whether the timer of this name goes when this one is set or cancelled.
    default boolean replaces(String other) {
        return other.equals(name());
    }

    /// The timer of a name.
    ///
    /// @throws IllegalArgumentException when no timer has such a name
    static Timer named(String name) {
        int slash = name.indexOf('/');
        String kind = slash < 0 ? name : name.substring(0, slash);
        String subject = name.substring(slash + 1);
        return switch (kind) {
            case "execution-timeout" -> new ExecutionTimeout();
            case "start-by" -> new StartBy(Duration.parse(subject));
            case "stage-due" -> new StageDue(subject);
            case "stage-timeout" -> new StageTimeout(subject);
            case "operation-timeout" -> new OperationTimeout(new OperationId(subject));
            case "wait-over" -> new WaitOver(new OperationId(subject));
            case "settle-timeout" -> new SettleTimeout(new OperationId(subject));
            case "retry-due" -> new RetryDue(new OperationId(subject));
            default -> throw new IllegalArgumentException("no timer is named '" + name + "'");
        };
    }

    /// An execution that waits for its place waits no longer.
    record StartBy(Duration within) implements Timer {
        @Override
        public String name() {
            return "start-by/" + within;
        }

        /// There is one, also when a definition changes how long it is.
        @Override
        public boolean replaces(String other) {
            return other.startsWith("start-by/");
        }
    }

    record ExecutionTimeout() implements Timer {
        @Override
        public String name() {
            return "execution-timeout";
        }
    }

    /// A stage that was held back may begin.
    record StageDue(String stage) implements Timer {
        @Override
        public String name() {
            return "stage-due/" + stage;
        }
    }

    record StageTimeout(String stage) implements Timer {
        @Override
        public String name() {
            return "stage-timeout/" + stage;
        }
    }

    /// The operation had to end by itself and did not.
    record OperationTimeout(OperationId operation) implements Timer {
        @Override
        public String name() {
            return "operation-timeout/" + operation;
        }
    }

    /// A wait is over; the operation stands for the wait.
    record WaitOver(OperationId operation) implements Timer {
        @Override
        public String name() {
            return "wait-over/" + operation;
        }
    }

    /// The operation was cancelled, and its end is not awaited any longer.
    record SettleTimeout(OperationId operation) implements Timer {
        @Override
        public String name() {
            return "settle-timeout/" + operation;
        }
    }

    /// A compensation may be tried again.
    ///
    /// @param operation the attempt that failed
    record RetryDue(OperationId operation) implements Timer {
        @Override
        public String name() {
            return "retry-due/" + operation;
        }
    }
}
