package io.gennaker.orchestrator.postgres;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Report;
import io.gennaker.orchestrator.execution.Rollback;
import io.gennaker.orchestrator.execution.StageState;
import io.gennaker.orchestrator.execution.StepState;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// States and inputs as JSON. The names of the types are written here, so that a renamed class still reads what an
/// older version wrote; a test holds each of them fast.
final class StateJson {
    private static final JsonMapper JSON = MessageCodec.json()
            .rebuild()
            // the database holds only what this class wrote
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .addMixIn(ExecutionState.class, ExecutionStates.class)
            .addMixIn(Freezing.class, Freezings.class)
            .addMixIn(StageState.class, StageStates.class)
            .addMixIn(StepState.class, StepStates.class)
            .addMixIn(Rollback.Attempt.class, Attempts.class)
            .addMixIn(Input.class, Inputs.class)
            .addMixIn(Report.class, Reports.class)
            .addMixIn(Timer.class, Timers.class)
            .build();
    private static final ObjectWriter STATE_WRITER = JSON.writerFor(ExecutionState.class);
    private static final ObjectReader STATE_READER = JSON.readerFor(ExecutionState.class);
    /// Of one among others, only what is asked for.
    private static final ObjectReader CHANGE_READER = JSON.readerFor(Recording.StageChange.class)
            .without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private static final ObjectWriter INPUT_WRITER = JSON.writerFor(Input.class);

    private StateJson() {}

    static byte[] write(ExecutionState state) {
        try {
            return STATE_WRITER.writeValueAsBytes(state);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write the state of " + state.id(), impossible);
        }
    }

    static ExecutionState readState(byte[] bytes) {
        try {
            return STATE_READER.readValue(bytes);
        } catch (IOException unreadable) {
            throw new IllegalStateException("a stored state is not readable: " + unreadable.getMessage(), unreadable);
        }
    }

    static String write(Input input) {
        try {
            return INPUT_WRITER.writeValueAsString(input);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + input, impossible);
        }
    }

    static Input readInput(String text) {
        try {
            return JSON.readValue(text, Input.class);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("a stored input is not readable: " + unreadable.getMessage(), unreadable);
        }
    }

    static String write(TriggerInfo trigger) {
        try {
            return JSON.writeValueAsString(trigger);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + trigger, impossible);
        }
    }

    static TriggerInfo readTrigger(String text) {
        return read(text, TriggerInfo.class);
    }

    static @Nullable String writeNames(@Nullable List<String> names) {
        try {
            return names == null ? null : JSON.writeValueAsString(names);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + names, impossible);
        }
    }

    static @Nullable List<String> readNames(@Nullable String text) {
        return text == null ? null : List.of(read(text, String[].class));
    }

    /// Of a list as [#write(List)] writes it, those that changed a stage.
    static List<Recording.StageChange> readStageChanges(String events) {
        String name = MessageType.STAGE_CHANGED.type();
        var changes = new ArrayList<Recording.StageChange>();
        if (!events.contains(name)) {
            return changes;
        }
        try (var json = JSON.createParser(events)) {
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                boolean changed = name.equals(json.nextFieldName());
                json.nextToken();
                if (changed) {
                    changes.add(CHANGE_READER.readValue(json));
                } else {
                    json.skipChildren();
                }
                json.nextToken();
            }
            return changes;
        } catch (IOException unreadable) {
            throw new IllegalStateException("stored events are not readable: " + unreadable.getMessage(), unreadable);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException(
                    "a stored " + type.getSimpleName() + " is not readable: " + unreadable.getMessage(), unreadable);
        }
    }

    /// A list of events, each under the name of its type on the bus.
    static String write(List<ExecutionEvent> events) {
        try {
            var named = events.stream()
                    .map(event -> {
                        var entry = new LinkedHashMap<String, ExecutionEvent>();
                        entry.put(MessageType.of(event).type(), event);
                        return entry;
                    })
                    .toList();
            return JSON.writeValueAsString(named);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + events, impossible);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ExecutionState.Queued.class, name = "Queued"),
        @JsonSubTypes.Type(value = ExecutionState.Running.class, name = "Running"),
        @JsonSubTypes.Type(value = ExecutionState.Paused.class, name = "Paused"),
        @JsonSubTypes.Type(value = ExecutionState.Compensating.class, name = "Compensating"),
        @JsonSubTypes.Type(value = ExecutionState.Ended.class, name = "Ended"),
    })
    private interface ExecutionStates {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Freezing.Frozen.class, name = "Frozen"),
        @JsonSubTypes.Type(value = Freezing.Exempt.class, name = "Exempt"),
    })
    private interface Freezings {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = StageState.Waiting.class, name = "Waiting"),
        @JsonSubTypes.Type(value = StageState.Held.class, name = "Held"),
        @JsonSubTypes.Type(value = StageState.Active.class, name = "Active"),
        @JsonSubTypes.Type(value = StageState.TakingBack.class, name = "TakingBack"),
        @JsonSubTypes.Type(value = StageState.Ended.class, name = "Ended"),
        @JsonSubTypes.Type(value = StageState.Blocked.class, name = "Blocked"),
    })
    private interface StageStates {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = StepState.Requested.class, name = "Requested"),
        @JsonSubTypes.Type(value = StepState.Asked.class, name = "Asked"),
        @JsonSubTypes.Type(value = StepState.Due.class, name = "Due"),
        @JsonSubTypes.Type(value = StepState.Resting.class, name = "Resting"),
    })
    private interface StepStates {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Rollback.Idle.class, name = "Idle"),
        @JsonSubTypes.Type(value = Rollback.InFlight.class, name = "InFlight"),
        @JsonSubTypes.Type(value = Rollback.BackingOff.class, name = "BackingOff"),
    })
    private interface Attempts {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Input.Started.class, name = "Started"),
        @JsonSubTypes.Type(value = Input.Frozen.class, name = "Frozen"),
        @JsonSubTypes.Type(value = Input.Thawed.class, name = "Thawed"),
        @JsonSubTypes.Type(value = Input.Replaced.class, name = "Replaced"),
        @JsonSubTypes.Type(value = Input.CancelRequested.class, name = "CancelRequested"),
        @JsonSubTypes.Type(value = Input.InterventionRequested.class, name = "InterventionRequested"),
        @JsonSubTypes.Type(value = Input.Reported.class, name = "Reported"),
        @JsonSubTypes.Type(value = Input.TimerFired.class, name = "TimerFired"),
    })
    private interface Inputs {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Report.Succeeded.class, name = "Succeeded"),
        @JsonSubTypes.Type(value = Report.Failed.class, name = "Failed"),
        @JsonSubTypes.Type(value = Report.Inconclusive.class, name = "Inconclusive"),
        @JsonSubTypes.Type(value = Report.TimedOut.class, name = "TimedOut"),
        @JsonSubTypes.Type(value = Report.Cancelled.class, name = "Cancelled"),
        @JsonSubTypes.Type(value = Report.Noted.class, name = "Noted"),
    })
    private interface Reports {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Timer.ExecutionTimeout.class, name = "ExecutionTimeout"),
        @JsonSubTypes.Type(value = Timer.StartBy.class, name = "StartBy"),
        @JsonSubTypes.Type(value = Timer.StageDue.class, name = "StageDue"),
        @JsonSubTypes.Type(value = Timer.StageTimeout.class, name = "StageTimeout"),
        @JsonSubTypes.Type(value = Timer.OperationTimeout.class, name = "OperationTimeout"),
        @JsonSubTypes.Type(value = Timer.WaitOver.class, name = "WaitOver"),
        @JsonSubTypes.Type(value = Timer.SettleTimeout.class, name = "SettleTimeout"),
        @JsonSubTypes.Type(value = Timer.RetryDue.class, name = "RetryDue"),
    })
    private interface Timers {}
}
