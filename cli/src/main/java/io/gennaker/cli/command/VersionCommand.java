package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.Version;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/// Prints the version.
@Command(name = "version", description = "Print the version.", mixinStandardHelpOptions = true)
public final class VersionCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    /// @param java the Java that runs it
    record Versions(String version, String java) {}

    @Override
    public Integer call() {
        Session session = gennaker.session();
        if (session.json()) {
            session.printJson(new Versions(Version.number(), Runtime.version().toString()));
        } else {
            session.print(new Version().getVersion()[0]);
        }
        return ExitCode.OK.code();
    }
}
