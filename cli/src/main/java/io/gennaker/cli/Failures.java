package io.gennaker.cli;

import io.gennaker.cli.display.Text;
import io.gennaker.playground.platform.PlatformException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Collectors;

/// Tells a person, and a script, why a command failed.
final class Failures {
    private final PrintStream err;
    private final boolean detailed;

    Failures(Map<String, String> environment, PrintStream err) {
        this.err = err;
        this.detailed = environment.getOrDefault("GENNAKER_DEBUG", "").equals("1");
    }

    /// What scripts read when JSON is asked for, in place of the result.
    record Report(Description error) {}

    /// @param code name of the exit code
    record Description(ExitCode code, int exitCode, String message) {}

    /// Prints what went wrong; with JSON asked for, also as the one document on the output.
    int report(Exception failure, Session session) {
        ExitCode code = code(failure);
        if (code != ExitCode.OUTPUT_CLOSED) {
            err.println(message(failure, code));
            if (session.json()) {
                session.printJson(new Report(new Description(code, code.code(), message(failure, code))));
            }
        }
        if (detailed) {
            failure.printStackTrace(err);
        }
        return code.code();
    }

    private static ExitCode code(Exception failure) {
        return switch (failure) {
            case CliFailure expected -> expected.exitCode();
            case PlatformException _ -> ExitCode.UNREACHABLE;
            // Values of the command line and of the environment are checked by what takes them.
            case IllegalArgumentException _ -> ExitCode.USAGE;
            default -> ExitCode.DEFECT;
        };
    }

    private static String message(Exception failure, ExitCode code) {
        String said = failure.getMessage() == null || failure.getMessage().isBlank()
                ? failure.getClass().getSimpleName()
                : failure.getMessage().lines().map(Text::visible).collect(Collectors.joining(System.lineSeparator()));
        if (code != ExitCode.DEFECT) {
            return said;
        }
        String kind =
                switch (failure) {
                    case IOException io -> io.getClass().getSimpleName() + ": ";
                    case UncheckedIOException io -> cause(io).getClass().getSimpleName() + ": ";
                    default -> failure.getClass().getName() + ": ";
                };
        return "gennaker failed: " + kind + said.lines().findFirst().orElse("") + " (GENNAKER_DEBUG=1 shows where)";
    }

    private static Throwable cause(Exception failure) {
        return failure.getCause() == null ? failure : failure.getCause();
    }
}
