package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.definitions.Applying;
import io.gennaker.cli.definitions.Applying.Change;
import io.gennaker.cli.definitions.DefinitionFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Stores definitions with their manifests.
@Command(
        name = "apply",
        description = "Store definitions with the manifests that they name, and wait until they are live.",
        mixinStandardHelpOptions = true)
public final class ApplyCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE|FOLDER",
            description = "what to apply; may be given more than once")
    private List<Path> paths = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "how long to wait until they are live (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Override
    public Integer call() {
        Session session = gennaker.session();
        ConsoleClient console = session.console();
        List<Change> changes;
        try {
            changes = Applying.apply(console, DefinitionFiles.read(paths), timeout);
        } catch (Applying.InvalidDefinitions invalid) {
            throw new CliFailure(ExitCode.INVALID, invalid.report());
        }
        if (session.json()) {
            session.printJson(changes);
        } else {
            changes.forEach(change -> session.print(change.kind() + "/" + change.name() + " "
                    + change.change().name().toLowerCase(Locale.ROOT)));
        }
        return ExitCode.OK.code();
    }
}
