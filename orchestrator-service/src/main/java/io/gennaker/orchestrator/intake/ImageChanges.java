package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.ImageCommand;
import io.gennaker.contracts.ImageEvent;
import java.time.Instant;

/// Keeps images from pipelines when people ask for it, and lets them through again.
public final class ImageChanges {
    private final Withdrawals withdrawals;

    public ImageChanges(Withdrawals withdrawals) {
        this.withdrawals = withdrawals;
    }

    /// @param application that the pipeline delivers
    public void withdraw(ImageCommand.Withdraw command, String application, Instant at, Outgoing outgoing) {
        String image = command.repository() + "@" + command.digest();
        withdrawals.withdraw(
                command.pipeline(),
                new Withdrawals.Withdrawn.ByPerson(image, command.by().user(), command.reason(), at));
        outgoing.send(new ImageEvent.Withdrawn(
                command.pipeline(),
                application,
                command.repository(),
                command.digest(),
                command.by(),
                null,
                command.reason(),
                at));
    }

    /// One that is not withdrawn stays so.
    public void reinstate(ImageCommand.Reinstate command, Instant at, Outgoing outgoing) {
        if (withdrawals.reinstate(command.pipeline(), command.repository() + "@" + command.digest())) {
            outgoing.send(new ImageEvent.Reinstated(
                    command.pipeline(),
                    command.repository(),
                    command.digest(),
                    command.by(),
                    null,
                    command.reason(),
                    at));
        }
    }
}
