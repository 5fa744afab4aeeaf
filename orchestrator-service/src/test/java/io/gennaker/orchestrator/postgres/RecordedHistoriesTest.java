package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.MessageType;
import io.gennaker.orchestrator.execution.Effect;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Saga;
import io.gennaker.pipeline.Conditions;
import io.gennaker.pipeline.plan.Plan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Histories that were recorded once are decided the same by this version of the engine: events, commands, timers and
/// states. Executions that are under way when a version is rolled out depend on it.
class RecordedHistoriesTest {
    private static final Path CORPUS = Path.of("src/test/resources/histories");
    private static final boolean RECORD = Boolean.getBoolean("gennaker.record");
    private static final JsonMapper JSON = MessageCodec.json();

    static Stream<String> recorded() throws IOException {
        record();
        try (var files = Files.list(CORPUS)) {
            return files.map(file -> file.getFileName().toString().replace(".json", "")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void shouldDecideAsRecorded(String name) throws IOException {
        // Given
        JsonNode history = JSON.readTree(file(name).toFile());
        Plan plan = JSON.treeToValue(history.path("plan"), Plan.class);
        ExecutionState state = new ExecutionState.Queued(Histories.ID);
        int number = 0;

        for (JsonNode move : history.path("moves")) {
            // When
            Input input = StateJson.readInput(move.path("input").toString());
            var decision = Saga.decide(state, input, plan, Conditions::evaluate);

            // Then
            String which =
                    "%s, move %d: %s. Executions under way would go on otherwise than they began; if that is meant,"
                            + " see README, \"Recorded histories\"";
            String told = which.formatted(name, ++number, input);
            assertThat(effects(decision.effects())).as(told).isEqualTo(move.path("effects"));
            assertThat(decision.next()).as(told).isEqualTo(readState(move.path("state")));
            state = decision.next();
        }
        assertThat(number).isPositive();
    }

    @Test
    void shouldHaveRecordedEveryStory() throws IOException {
        assertThat(recorded())
                .as("record what is missing with -Dgennaker.record=true")
                .containsAll(Histories.names());
    }

    private static ExecutionState readState(JsonNode state) {
        return StateJson.readState(state.toString().getBytes(StandardCharsets.UTF_8));
    }

    /// Writes what is missing, and nothing that is there.
    private static void record() throws IOException {
        if (!RECORD) {
            return;
        }
        Files.createDirectories(CORPUS);
        for (String name : Histories.names()) {
            if (Files.notExists(file(name))) {
                Files.writeString(
                        file(name),
                        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(recording(Histories.of(name))) + "\n");
            }
        }
    }

    private static Path file(String name) {
        return CORPUS.resolve(name + ".json");
    }

    private static ObjectNode recording(Histories.Story story) throws IOException {
        ObjectNode history = JSON.createObjectNode();
        history.set("plan", JSON.valueToTree(story.plan()));
        ArrayNode moves = history.putArray("moves");
        ExecutionState state = new ExecutionState.Queued(Histories.ID);
        for (Input input : story.inputs()) {
            var decision = Saga.decide(state, input, story.plan(), Conditions::evaluate);
            state = decision.next();
            ObjectNode move = moves.addObject();
            move.set("input", JSON.readTree(StateJson.write(input)));
            move.set("state", JSON.readTree(StateJson.write(state)));
            move.set("effects", effects(decision.effects()));
        }
        assertThat(state).as("the story comes to its end").isInstanceOf(ExecutionState.Ended.class);
        return history;
    }

    private static JsonNode effects(List<Effect> effects) throws IOException {
        ArrayNode written = JSON.createArrayNode();
        for (Effect effect : effects) {
            ObjectNode one = written.addObject();
            switch (effect) {
                case Effect.SendCommand(var command) ->
                    one.set("send " + MessageType.of(command).shortName(), JSON.readTree(MessageCodec.value(command)));
                case Effect.Emit(var event) ->
                    one.set("emit " + MessageType.of(event).shortName(), JSON.readTree(MessageCodec.value(event)));
                case Effect.SetTimer(var timer, var due) -> one.put("set " + timer.name(), due.toString());
                case Effect.CancelTimer(var timer) -> one.put("cancel", timer.name());
                case Effect.ReleaseSlot release -> one.put("release", true);
            }
        }
        return written;
    }
}
