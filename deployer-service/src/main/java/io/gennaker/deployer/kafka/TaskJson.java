package io.gennaker.deployer.kafka;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.deployer.task.Ending;
import io.gennaker.deployer.task.TaskState;

/// Commands and states as the JSON that operations keep.
final class TaskJson {
    private static final JsonMapper JSON = MessageCodec.json()
            .rebuild()
            .addMixIn(TaskState.class, States.class)
            .addMixIn(Ending.class, Endings.class)
            .build();

    private TaskJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = TaskState.Working.class, name = "Working"),
        @JsonSubTypes.Type(value = TaskState.Closing.class, name = "Closing"),
    })
    private interface States {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Ending.Reached.class, name = "Reached"),
        @JsonSubTypes.Type(value = Ending.Missed.class, name = "Missed"),
        @JsonSubTypes.Type(value = Ending.Withdrawn.class, name = "Withdrawn"),
    })
    private interface Endings {}

    static String command(DeploymentCommand.Start start) {
        return write(start);
    }

    static DeploymentCommand.Start command(String json) {
        return read(json, DeploymentCommand.Start.class);
    }

    static String state(TaskState state) {
        return write(state);
    }

    static TaskState state(String json) {
        return read(json, TaskState.class);
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + value.getClass(), impossible);
        }
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("recorded " + type.getSimpleName() + " cannot be read", unreadable);
        }
    }
}
