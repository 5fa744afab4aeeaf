package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.AnalysisCommand;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.DeploymentCommand;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.MessageType;
import io.gennaker.orchestrator.execution.Effect;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// What tells one decision from another: the state that it led to, its commands and its timers. Events are kept as
/// they are.
final class DecisionDigest {
    private DecisionDigest() {}

    static byte[] of(byte[] state, List<Effect> effects) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(state);
            for (Effect effect : effects) {
                digest.update((byte) '\n');
                digest.update(words(effect).getBytes(StandardCharsets.UTF_8));
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    static List<String> words(List<Effect> effects) {
        return effects.stream().map(DecisionDigest::words).toList();
    }

    private static String words(Effect effect) {
        return switch (effect) {
            case Effect.SendCommand(var command) ->
                "send " + MessageType.of(command).type() + " " + operation(command);
            case Effect.Emit emit -> "emit";
            case Effect.SetTimer(var timer, var due) -> "set " + timer.name() + " " + due;
            case Effect.CancelTimer(var timer) -> "cancel " + timer.name();
            case Effect.ReleaseSlot release -> "release";
        };
    }

    /// What the operation is to do follows from the plan, which has a digest of its own.
    private static String operation(Message command) {
        return switch (command) {
            case DeploymentCommand deployment -> deployment.operationId().value();
            case AnalysisCommand analysis -> analysis.operationId().value();
            case CalloutCommand callout -> callout.operationId().value();
            case JudgementCommand.Open open -> open.operationId().value();
            case JudgementCommand.Cancel cancel -> cancel.operationId().value();
            default -> command.key();
        };
    }
}
