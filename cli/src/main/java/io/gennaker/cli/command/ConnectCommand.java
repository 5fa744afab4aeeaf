package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.connect.Connecting;
import io.gennaker.cli.connect.IntegrationsFile;
import io.gennaker.cli.connect.Outcome;
import io.gennaker.cli.display.Table;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Sets integrations up and checks them.
@Command(
        name = "connect",
        description = {
            "Set up what Gennaker is connected with from one file, and check each: clusters, Pub/Sub, registries,"
                    + " metrics, Slack, mail, Teams, Git hosts.",
            "What is there already stays. What the services read is written beside the file; secrets are named, never"
                    + " printed. The exit code is 1 when something does not work."
        },
        mixinStandardHelpOptions = true)
public final class ConnectCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(
            names = {"-f", "--file"},
            required = true,
            paramLabel = "FILE",
            description = "the file of integrations")
    private Path file;

    @Option(names = "--dry-run", description = "look at everything, say what would be done, and do nothing")
    private boolean dryRun;

    /// The one document of the command.
    record Connected(boolean dryRun, boolean works, List<Outcome> integrations) {}

    @Override
    public Integer call() throws InterruptedException {
        Session session = gennaker.session();
        var connecting = new Connecting(IntegrationsFile.read(file), session::console, kubeconfig(session), dryRun);
        List<Outcome> outcomes = connecting.connect();
        boolean works = outcomes.stream().allMatch(Outcome::works);
        if (session.json()) {
            session.printJson(new Connected(dryRun, works, outcomes));
        } else {
            var table = new Table("KIND", "NAME", dryRun ? "WOULD BE" : "IS", "WORKS", "SEEN");
            outcomes.forEach(one ->
                    table.row(one.kind(), one.name(), one.change().word(), one.works() ? "yes" : "NO", one.detail()));
            table.lines().forEach(session::print);
        }
        return (works ? ExitCode.OK : ExitCode.NEGATIVE).code();
    }

    /// The first that `KUBECONFIG` names, as kubectl does when it writes.
    private static Path kubeconfig(Session session) {
        String named = session.environment().getOrDefault("KUBECONFIG", "");
        return named.isBlank()
                ? Path.of(session.environment().getOrDefault("HOME", "."), ".kube", "config")
                : Path.of(named.split(File.pathSeparator)[0]);
    }
}
