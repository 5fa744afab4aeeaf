package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.display.PlatformProgress;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Text;
import io.gennaker.playground.platform.ComponentStatus;
import io.gennaker.playground.platform.LocalPlatform;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// `up`, `down` and `status` of the local platform.
public final class PlatformCommands {
    private PlatformCommands() {}

    @Command(
            name = "up",
            description = "Start the local platform, or what of it does not run.",
            mixinStandardHelpOptions = true)
    public static final class Up implements Callable<Integer> {
        @ParentCommand
        private Gennaker gennaker;

        @Option(names = "--copies", paramLabel = "SERVICE=N", description = "run a service in several copies")
        private Map<String, Integer> copies = Map.of();

        @Override
        public Integer call() {
            Session session = gennaker.session();
            LocalPlatform platform = session.platform();
            platform.up(copies, new PlatformProgress(session.progress(), session.terminal()));
            if (session.json()) {
                session.printJson(ComponentReport.all(platform));
            } else {
                addresses(session, platform);
            }
            return ExitCode.OK.code();
        }
    }

    @Command(name = "down", description = "Stop what up has started; data stay.", mixinStandardHelpOptions = true)
    public static final class Down implements Callable<Integer> {
        @ParentCommand
        private Gennaker gennaker;

        @Override
        public Integer call() {
            Session session = gennaker.session();
            LocalPlatform platform = session.platform();
            platform.down(new PlatformProgress(session.progress(), session.terminal()));
            if (session.json()) {
                session.printJson(ComponentReport.all(platform));
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "status",
            description = "Show the local platform's processes; ends with 0 when all are ready.",
            mixinStandardHelpOptions = true)
    public static final class Status implements Callable<Integer> {
        @ParentCommand
        private Gennaker gennaker;

        @Override
        public Integer call() {
            Session session = gennaker.session();
            List<ComponentReport> components = ComponentReport.all(session.platform());
            if (session.json()) {
                session.printJson(components);
            } else {
                var table = new Table("COMPONENT", "STATE", "PID", "UP", "MEMORY", "ADDRESS", "");
                components.forEach(component -> table.row(
                        component.name(),
                        component.state().name().toLowerCase(Locale.ROOT),
                        orDash(component.pid()),
                        component.uptimeSeconds() == null
                                ? "-"
                                : Text.duration(Duration.ofSeconds(component.uptimeSeconds())),
                        component.residentBytes() == null ? "-" : component.residentBytes() / (1024 * 1024) + " MiB",
                        orDash(component.address()),
                        component.detail()));
                table.lines().forEach(session::print);
            }
            boolean ready = components.stream().allMatch(component -> component.state() == ComponentStatus.State.READY);
            return (ready ? ExitCode.OK : ExitCode.UNREACHABLE).code();
        }
    }

    private static Object orDash(@Nullable Object value) {
        return value == null ? "-" : value;
    }

    /// The addresses that a person goes on with.
    public static void addresses(Session session, LocalPlatform platform) {
        session.progress()
                .println("console     " + platform.consoleUrl() + "  (token in " + platform.consoleTokenFile() + ")");
        session.progress().println("prometheus  " + platform.prometheusUrl());
        session.progress()
                .println("kubectl     KUBECONFIG="
                        + Text.shellWord(platform.kubeconfig().toString())
                        + " kubectl --context production get pods -n shop");
    }
}
