package io.gennaker.cli.demo;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.command.PlatformCommands;
import io.gennaker.cli.display.PlatformProgress;
import io.gennaker.cli.display.Terminal;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/// Runs the demo.
@Command(
        name = "demo",
        description = "Deliver a good and a bad image on the local platform, and show what happens.",
        mixinStandardHelpOptions = true)
public final class DemoCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Option(names = "--down", description = "stop the platform at the end, however the demo ends")
    private boolean down;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        LocalPlatform platform = session.platform();
        PrintStream progress = session.progress();
        Terminal terminal = session.terminal();
        var listener = new PlatformProgress(progress, terminal);
        // An interrupt ends the process without passing the end of this method.
        var interrupted = new Thread(() -> platform.down(listener));
        if (down) {
            Runtime.getRuntime().addShutdownHook(interrupted);
        }
        try {
            progress.println(terminal.style().strong("Starting the local platform"));
            platform.up(listener);
            DemoReport report = new Demo(session, platform, DemoObserver.NONE)
                    .run(session.root().resolve("playground").resolve("example").resolve("shop"));
            new DemoSummary(terminal.style(), terminal.size().get().columns())
                    .lines(report)
                    .forEach(progress::println);
            if (session.json()) {
                session.printJson(report);
            }
            if (!down) {
                progress.println();
                PlatformCommands.addresses(session, platform);
            }
            return (report.problems().isEmpty() ? ExitCode.OK : ExitCode.NEGATIVE).code();
        } finally {
            if (down && isWithdrawn(interrupted)) {
                platform.down(listener);
            }
        }
    }

    /// Whether the hook will not run any more.
    private static boolean isWithdrawn(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            return false;
        }
    }
}
