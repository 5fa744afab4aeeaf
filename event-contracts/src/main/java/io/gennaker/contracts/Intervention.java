package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/// What a person can do to an execution beside cancelling it. The orchestrator answers each: done, or refused with the
/// reason.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Intervention.Pause.class, name = "Pause"),
    @JsonSubTypes.Type(value = Intervention.Resume.class, name = "Resume"),
    @JsonSubTypes.Type(value = Intervention.Retry.class, name = "Retry"),
    @JsonSubTypes.Type(value = Intervention.Skip.class, name = "Skip"),
    @JsonSubTypes.Type(value = Intervention.Ignore.class, name = "Ignore"),
    @JsonSubTypes.Type(value = Intervention.Restart.class, name = "Restart"),
    @JsonSubTypes.Type(value = Intervention.OverrideFreeze.class, name = "OverrideFreeze"),
})
public sealed interface Intervention {
    /// No further stage or step begins; what is under way ends.
    record Pause() implements Intervention {}

    /// Ends a pause.
    record Resume() implements Intervention {}

    /// Runs a stage again that failed, and then those that need it.
    record Retry(String stage) implements Intervention {
        public Retry {
            Check.text("stage", stage, 60);
        }
    }

    /// Lets the execution go on without a stage that is not over; what it has begun is taken back.
    record Skip(String stage) implements Intervention {
        public Skip {
            Check.text("stage", stage, 60);
        }
    }

    /// Lets the execution go on as if a stage that failed had succeeded.
    record Ignore(String stage) implements Intervention {
        public Ignore {
            Check.text("stage", stage, 60);
        }
    }

    /// Runs a stage again that is over, however it ended, and then those that need it.
    record Restart(String stage) implements Intervention {
        public Restart {
            Check.text("stage", stage, 60);
        }
    }

    /// Lets an execution that waits for the end of a freeze start before it.
    record OverrideFreeze() implements Intervention {}
}
