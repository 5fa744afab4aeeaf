package io.gennaker.contracts.access;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.Intervention;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.contracts.TriggerCommand;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What commands take that people give. The console asks first; whoever carries a command out asks again by this, in
/// the application that only it knows.
///
/// Every command that names an actor has a rule: the switches have no default, and a test goes through all messages.
public final class CommandRights {
    private CommandRights() {}

    /// Somebody asks for what takes a permission.
    public record Claim(Actor by, Permission permission) {
        /// @param application null for what belongs to none
        public Optional<String> refusal(@Nullable String application) {
            return Grants.refusal(by, permission, application);
        }
    }

    /// @return empty for what a service asks for by itself
    public static Optional<Claim> of(ExecutionCommand command) {
        return switch (command) {
            case ExecutionCommand.Start start -> Optional.ofNullable(start.by()).map(by -> claim(by, Permission.RUN));
            case ExecutionCommand.Rerun rerun -> Optional.of(claim(rerun.by(), Permission.RUN));
            case ExecutionCommand.RestoreRoutes restore -> Optional.of(claim(restore.by(), Permission.DEFINE));
            case ExecutionCommand.Cancel cancel -> Optional.of(claim(cancel.by(), Permission.RUN));
            case ExecutionCommand.Intervene intervene ->
                Optional.of(claim(
                        intervene.by(),
                        intervene.intervention() instanceof Intervention.OverrideFreeze
                                ? Permission.DEFINE
                                : Permission.RUN));
            case ExecutionCommand.Replay replay -> Optional.of(claim(replay.by(), Permission.VIEW));
            case ExecutionCommand.CancelNested _, ExecutionCommand.ReportNested _ -> Optional.empty();
        };
    }

    public static Claim of(DefinitionCommand command) {
        return switch (command) {
            case DefinitionCommand.Apply apply -> claim(apply.by(), Permission.DEFINE);
            case DefinitionCommand.Remove remove -> claim(remove.by(), Permission.DEFINE);
            case DefinitionCommand.Promote promote -> claim(promote.by(), Permission.DEFINE);
        };
    }

    public static Claim of(ImageCommand command) {
        return switch (command) {
            case ImageCommand.Withdraw withdraw -> claim(withdraw.by(), Permission.RUN);
            case ImageCommand.Reinstate reinstate -> claim(reinstate.by(), Permission.DEFINE);
        };
    }

    public static Claim of(TriggerCommand command) {
        return switch (command) {
            case TriggerCommand.Replay replay -> claim(replay.by(), Permission.OPERATE);
        };
    }

    /// @return empty for what the orchestrator asks
    public static Optional<Claim> of(JudgementCommand command) {
        return switch (command) {
            case JudgementCommand.Decide decide -> Optional.of(claim(decide.by(), Permission.JUDGE));
            case JudgementCommand.Revoke revoke -> Optional.of(claim(revoke.by(), Permission.JUDGE));
            case JudgementCommand.Delegate delegate -> Optional.of(claim(delegate.by(), Permission.JUDGE));
            case JudgementCommand.Comment comment -> Optional.of(claim(comment.by(), Permission.JUDGE));
            case JudgementCommand.Open _, JudgementCommand.Cancel _ -> Optional.empty();
        };
    }

    private static Claim claim(Actor by, Permission permission) {
        return new Claim(by, permission);
    }
}
