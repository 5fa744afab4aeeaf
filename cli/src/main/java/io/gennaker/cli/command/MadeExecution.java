package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Session;
import java.time.Duration;
import java.util.Map;
import picocli.CommandLine.Option;

/// What commands ask that make an execution of their own, and how they tell of it.
final class MadeExecution {
    @Option(names = "--reason", paramLabel = "TEXT", description = "kept with the execution")
    private String reason = "no reason given";

    @Option(
            names = {"-w", "--watch"},
            description = "follow the execution to its end; then the exit code is that of watch")
    private boolean watch;

    String reason() {
        return reason;
    }

    /// @param about what it was made of, for scripts: a key and its value
    /// @param longest that it is followed
    int tell(Session session, String execution, Map.Entry<String, String> about, Duration longest) {
        if (watch) {
            return Watching.toTheEnd(session, session.console(), execution, longest)
                    .code();
        }
        if (session.json()) {
            session.printJson(Map.of("executionId", execution, about.getKey(), about.getValue()));
        } else {
            session.print(execution);
        }
        return ExitCode.OK.code();
    }
}
