package io.gennaker.console.view;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.Intervention;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a person did to an execution, or wanted to do.
///
/// @param act as the command line names it
/// @param stage that it was about; null for the whole execution
/// @param status of the execution from then on; null when it was refused
/// @param refusal why it did not apply; null when it was done
/// @param allowed what applied instead, when it was refused
public record InterventionView(
        String requestId,
        String act,
        @Nullable String stage,
        String by,
        String reason,
        @Nullable ExecutionStatus status,
        @Nullable String refusal,
        List<String> allowed,
        Instant at) {
    public InterventionView {
        allowed = List.copyOf(allowed);
    }

    static InterventionView of(ExecutionEvent.Intervened done) {
        return new InterventionView(
                done.requestId(),
                act(done.intervention()),
                stage(done.intervention()),
                done.by().user(),
                done.reason(),
                done.status(),
                null,
                List.of(),
                done.at());
    }

    static InterventionView of(ExecutionEvent.InterventionRefused refused) {
        return new InterventionView(
                refused.requestId(),
                act(refused.intervention()),
                stage(refused.intervention()),
                refused.by().user(),
                refused.reason(),
                null,
                refused.refusal(),
                refused.allowed(),
                refused.at());
    }

    /// Request ids are chosen by callers, so that two of them may choose the same.
    public boolean answers(String request, String user) {
        return requestId.equals(request) && by.equals(user);
    }

    private static String act(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Pause _ -> "pause";
            case Intervention.Resume _ -> "resume";
            case Intervention.Retry _ -> "retry";
            case Intervention.Skip _ -> "skip";
            case Intervention.Ignore _ -> "ignore";
            case Intervention.Restart _ -> "restart";
            case Intervention.OverrideFreeze _ -> "override-freeze";
        };
    }

    private static @Nullable String stage(Intervention intervention) {
        return switch (intervention) {
            case Intervention.Pause _, Intervention.Resume _, Intervention.OverrideFreeze _ -> null;
            case Intervention.Retry(var stage) -> stage;
            case Intervention.Skip(var stage) -> stage;
            case Intervention.Ignore(var stage) -> stage;
            case Intervention.Restart(var stage) -> stage;
        };
    }
}
