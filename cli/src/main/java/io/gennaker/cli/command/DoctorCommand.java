package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.display.Style;
import io.gennaker.playground.platform.Check;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// Says what this machine lacks for the local platform, and how to get it.
@Command(
        name = "doctor",
        description = "Say what is missing on this machine and how to get it.",
        mixinStandardHelpOptions = true)
public final class DoctorCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        List<Check> checks = session.platform().doctor();
        if (session.json()) {
            session.printJson(checks);
        } else {
            Style style = session.terminal().style();
            checks.forEach(check -> {
                String sign =
                        switch (check.result()) {
                            case OK -> style.good("✔");
                            case WARN -> style.warn("!");
                            case MISSING -> style.bad("✖");
                        };
                session.print(sign + " " + check.name() + style.faint("  " + check.found()));
                if (!check.remedy().isEmpty()) {
                    session.print("    " + check.remedy());
                }
            });
        }
        boolean missing = checks.stream().anyMatch(check -> check.result() == Check.Result.MISSING);
        return (missing ? ExitCode.UNREACHABLE : ExitCode.OK).code();
    }
}
