package io.gennaker.contracts.access;

import static io.gennaker.contracts.access.Permission.DEFINE;
import static io.gennaker.contracts.access.Permission.JUDGE;
import static io.gennaker.contracts.access.Permission.OPERATE;
import static io.gennaker.contracts.access.Permission.RUN;
import static io.gennaker.contracts.access.Permission.VIEW;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.TriggerCommand;
import io.gennaker.contracts.testing.Samples;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table of commands that people give, and of what each takes. A new message kind with an actor is missing here
/// until it has a rule.
class CommandRightsTest {
    private static final Map<MessageType, Permission> TABLE = Map.ofEntries(
            entry(MessageType.EXECUTION_START, RUN),
            entry(MessageType.EXECUTION_CANCEL, RUN),
            entry(MessageType.EXECUTION_INTERVENE, RUN),
            entry(MessageType.EXECUTION_RERUN, RUN),
            entry(MessageType.EXECUTION_REPLAY, VIEW),
            entry(MessageType.IMAGE_WITHDRAW, RUN),
            entry(MessageType.IMAGE_REINSTATE, DEFINE),
            entry(MessageType.EXECUTION_RESTORE_ROUTES, DEFINE),
            entry(MessageType.DEFINITION_APPLY, DEFINE),
            entry(MessageType.DEFINITION_REMOVE, DEFINE),
            entry(MessageType.TEMPLATE_PROMOTE, DEFINE),
            entry(MessageType.EVENT_REPLAY, OPERATE),
            entry(MessageType.JUDGEMENT_DECIDE, JUDGE),
            entry(MessageType.JUDGEMENT_REVOKE, JUDGE),
            entry(MessageType.JUDGEMENT_DELEGATE, JUDGE),
            entry(MessageType.JUDGEMENT_COMMENT, JUDGE));

    static Set<MessageType> commandsWithActor() {
        return Arrays.stream(MessageType.values())
                .filter(type -> type.topic().name().endsWith("_COMMANDS"))
                .filter(type -> Arrays.stream(type.record().getRecordComponents())
                        .anyMatch(component -> component.getType() == Actor.class))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldHaveARuleForEachCommandThatNamesAnActor() {
        assertThat(TABLE.keySet()).isEqualTo(commandsWithActor());
    }

    @ParameterizedTest
    @MethodSource("commandsWithActor")
    void shouldTakeWhatTheTableSays(MessageType type) {
        // Given
        Message asked =
                Samples.message(type) instanceof ExecutionCommand.Start start ? byDana(start) : Samples.message(type);

        // When
        Optional<CommandRights.Claim> claim = claim(asked);

        // Then
        assertThat(claim).map(CommandRights.Claim::permission).contains(TABLE.get(type));
    }

    @Test
    void shouldTakeAMaintainerToOverrideAFreeze() {
        // Given
        var override = new ExecutionCommand.Intervene(
                new ExecutionId("shop-1a2b3c4d5e6f"),
                "r1",
                new Intervention.OverrideFreeze(),
                new Actor("dana", List.of("deployer@shop")),
                "urgent",
                Instant.EPOCH);

        // When
        var claim = CommandRights.of(override).orElseThrow();

        // Then
        assertThat(claim.permission()).isEqualTo(DEFINE);
        assertThat(claim.refusal("shop")).contains("dana may not define in application shop; roles: deployer@shop");
    }

    private static ExecutionCommand.Start byDana(ExecutionCommand.Start start) {
        return new ExecutionCommand.Start(
                start.executionId(),
                start.pipeline(),
                start.trigger(),
                start.parameters(),
                start.artifacts(),
                start.at(),
                new Actor("dana", List.of("deployer")));
    }

    @Test
    void shouldAskNobodyWhereAServiceAsks() {
        assertThat(claim(Samples.message(MessageType.EXECUTION_START))).isEmpty();
        assertThat(claim(Samples.message(MessageType.JUDGEMENT_OPEN))).isEmpty();
        assertThat(claim(Samples.message(MessageType.EXECUTION_REPORT_NESTED))).isEmpty();
    }

    private static Optional<CommandRights.Claim> claim(Message message) {
        return switch (message) {
            case ExecutionCommand command -> CommandRights.of(command);
            case DefinitionCommand command -> Optional.of(CommandRights.of(command));
            case ImageCommand command -> Optional.of(CommandRights.of(command));
            case TriggerCommand command -> Optional.of(CommandRights.of(command));
            case JudgementCommand command -> CommandRights.of(command);
            default -> Optional.empty();
        };
    }
}
