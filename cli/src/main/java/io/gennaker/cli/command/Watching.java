package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.cli.display.LiveDisplay;
import java.time.Clock;
import java.time.Duration;

/// Follows an execution on the terminal.
final class Watching {
    private Watching() {}

    /// Shows the execution until it ends.
    static ExitCode toTheEnd(Session session, ConsoleClient console, String id, Duration patience) {
        Execution end;
        try (var display = new LiveDisplay(session.progress(), session.terminal(), Clock.systemUTC())) {
            end = console.follow(id, patience, snapshot -> {
                display.accept(snapshot);
                session.requireReader();
                return snapshot.finished();
            });
        }
        if (session.json()) {
            session.printJson(end);
        }
        return end.succeeded() ? ExitCode.OK : ExitCode.NEGATIVE;
    }
}
