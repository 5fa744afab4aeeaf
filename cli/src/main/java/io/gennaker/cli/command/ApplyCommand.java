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
import org.jspecify.annotations.Nullable;
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
            names = "--source",
            paramLabel = "NAME",
            description = "mark the definitions as coming from there, so that --prune knows them")
    private @Nullable String source;

    @Option(names = "--prune", description = "remove definitions with the same --source that are not given any more")
    private boolean prune;

    @Option(
            names = "--channel",
            paramLabel = "NAME",
            description = "channel of templates that gets their new version: next (default) or stable")
    private @Nullable String channel;

    @Option(names = "--dry-run", description = "say what would be done, and do nothing")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "how long to wait until they are live (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Override
    public Integer call() {
        Session session = gennaker.session();
        if (prune && source == null) {
            throw new CliFailure(ExitCode.USAGE, "--prune needs --source: only what carries that mark is removed");
        }
        ConsoleClient console = session.console();
        var options = new Applying.Options(channel, source, prune, dryRun, timeout);
        List<Change> changes;
        try {
            changes = Applying.apply(console, DefinitionFiles.read(paths), options);
        } catch (Applying.InvalidDefinitions invalid) {
            throw new CliFailure(ExitCode.INVALID, invalid.report());
        }
        if (session.json()) {
            session.printJson(changes);
        } else {
            changes.forEach(change -> session.print(change.kind() + "/" + change.name() + " "
                    + change.change().name().toLowerCase(Locale.ROOT)
                    + (dryRun ? " (dry run)" : "")));
        }
        return ExitCode.OK.code();
    }
}
