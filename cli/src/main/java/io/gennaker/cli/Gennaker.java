package io.gennaker.cli;

import io.gennaker.cli.command.ApplyCommand;
import io.gennaker.cli.command.AuditCommand;
import io.gennaker.cli.command.BenchCommand;
import io.gennaker.cli.command.CanaryCommand;
import io.gennaker.cli.command.CancelCommand;
import io.gennaker.cli.command.ClustersCommand;
import io.gennaker.cli.command.CompletionCommand;
import io.gennaker.cli.command.ConnectCommand;
import io.gennaker.cli.command.ContextsCommand;
import io.gennaker.cli.command.DeadLettersCommand;
import io.gennaker.cli.command.DecideCommands;
import io.gennaker.cli.command.DoctorCommand;
import io.gennaker.cli.command.ExecutionsCommand;
import io.gennaker.cli.command.GetCommand;
import io.gennaker.cli.command.ImagesCommand;
import io.gennaker.cli.command.ImportCommand;
import io.gennaker.cli.command.InterveneCommands;
import io.gennaker.cli.command.JudgementsCommand;
import io.gennaker.cli.command.LoginCommand;
import io.gennaker.cli.command.LogoutCommand;
import io.gennaker.cli.command.LogsCommand;
import io.gennaker.cli.command.MetricsCommand;
import io.gennaker.cli.command.NoticesCommand;
import io.gennaker.cli.command.PlatformCommands;
import io.gennaker.cli.command.ProvenanceCommand;
import io.gennaker.cli.command.RenderCommand;
import io.gennaker.cli.command.ReplayCommand;
import io.gennaker.cli.command.RerunCommand;
import io.gennaker.cli.command.RestoreRoutesCommand;
import io.gennaker.cli.command.RunCommand;
import io.gennaker.cli.command.TemplatesCommand;
import io.gennaker.cli.command.TokensCommand;
import io.gennaker.cli.command.TriggersCommand;
import io.gennaker.cli.command.ValidateCommand;
import io.gennaker.cli.command.VerifyCommand;
import io.gennaker.cli.command.VersionCommand;
import io.gennaker.cli.command.WatchCommand;
import io.gennaker.cli.command.WhoamiCommand;
import io.gennaker.cli.demo.DemoCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// `gennaker`: delivers, watches and decides from a terminal.
@Command(
        name = "gennaker",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = "Event-driven continuous delivery for Kubernetes and Istio.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        footer = {
            "",
            "Environment:",
            "  GENNAKER_SERVER, GENNAKER_TOKEN  the console to call and its token; else the local platform's",
            "  GENNAKER_CONTEXT, GENNAKER_CONFIG  the context to use; the folder that contexts are kept in",
            "  GENNAKER_HOME, GENNAKER_PORT_BASE  folder and first port of the local platform",
            "  NO_COLOR                         no colours",
            "  GENNAKER_DEBUG=1                 where gennaker failed, and what it logs",
            "",
            "Begin with: gennaker demo"
        },
        subcommands = {
            DemoCommand.class,
            PlatformCommands.Up.class,
            PlatformCommands.Down.class,
            PlatformCommands.Status.class,
            LogsCommand.class,
            DoctorCommand.class,
            ApplyCommand.class,
            ValidateCommand.class,
            RenderCommand.class,
            TemplatesCommand.class,
            GetCommand.class,
            ImportCommand.class,
            RunCommand.class,
            ExecutionsCommand.class,
            WatchCommand.class,
            CancelCommand.class,
            InterveneCommands.Pause.class,
            InterveneCommands.Resume.class,
            InterveneCommands.Retry.class,
            InterveneCommands.Skip.class,
            InterveneCommands.Ignore.class,
            InterveneCommands.Restart.class,
            InterveneCommands.OverrideFreeze.class,
            RerunCommand.class,
            RestoreRoutesCommand.class,
            ImagesCommand.class,
            ReplayCommand.class,
            ProvenanceCommand.class,
            VerifyCommand.class,
            JudgementsCommand.class,
            DecideCommands.Approve.class,
            DecideCommands.Reject.class,
            NoticesCommand.class,
            TriggersCommand.class,
            DeadLettersCommand.class,
            ClustersCommand.class,
            ConnectCommand.class,
            LoginCommand.class,
            LogoutCommand.class,
            ContextsCommand.class,
            WhoamiCommand.class,
            TokensCommand.class,
            AuditCommand.class,
            CanaryCommand.class,
            MetricsCommand.class,
            BenchCommand.class,
            CompletionCommand.class,
            VersionCommand.class,
        })
public final class Gennaker implements Runnable {
    /// How results are printed.
    enum Format {
        text,
        /// the same
        table,
        json,
        yaml
    }

    @Option(
            names = {"-o", "--output"},
            scope = ScopeType.INHERIT,
            paramLabel = "FORMAT",
            description =
                    "text (or table), json or yaml: exactly one document on the output, all else on the error output (default: text)")
    private Format format = Format.text;

    @Option(
            names = "--server",
            scope = ScopeType.INHERIT,
            paramLabel = "URL",
            description = "address of the console, with the token of GENNAKER_TOKEN")
    private @Nullable String server;

    @Option(
            names = "--context",
            scope = ScopeType.INHERIT,
            paramLabel = "NAME",
            description = "the console of this context (default: the one in use, else the local platform)")
    private @Nullable String context;

    private final Session session;

    @CommandLine.Spec
    private CommandLine.Model.@Nullable CommandSpec spec;

    Gennaker(Session session) {
        this.session = session;
    }

    /// The session with the options of this command line.
    public Session session() {
        session.choose(format, server, context);
        return session;
    }

    /// Without a command: says what there is.
    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(spec.commandLine().getOut());
        }
    }

    public static void main(String[] arguments) {
        quieten(System.getenv());
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.getenv(), out, err, arguments));
    }

    /// Runs one command line.
    ///
    /// @return the code to end with, see [ExitCode]
    static int run(Map<String, String> environment, PrintStream out, PrintStream err, String... arguments) {
        var session = new Session(environment, out, err);
        var gennaker = new Gennaker(session);
        var failures = new Failures(environment, err);
        var commandLine = commandLine(gennaker, out, err);
        commandLine.setExecutionExceptionHandler((failure, _, _) -> failures.report(failure, gennaker.session()));
        return commandLine.execute(arguments);
    }

    static CommandLine commandLine(Gennaker gennaker, PrintStream out, PrintStream err) {
        var commandLine = new CommandLine(gennaker);
        commandLine.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        commandLine.setUsageHelpAutoWidth(true);
        commandLine.setAbbreviatedOptionsAllowed(false);
        commandLine.registerConverter(Duration.class, Durations::parse);
        describeExitCodes(commandLine);
        leaveOutServer(Objects.requireNonNull(commandLine.getSubcommands().get("bench")));
        Examples.show(commandLine);
        commandLine.setParameterExceptionHandler((wrong, _) -> {
            PrintWriter to = wrong.getCommandLine().getErr();
            to.println(wrong.getMessage());
            CommandLine.UnmatchedArgumentException.printSuggestions(wrong, to);
            to.println("Help: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
            return ExitCode.USAGE.code();
        });
        return commandLine;
    }

    /// Of commands that never call one.
    private static void leaveOutServer(CommandLine command) {
        CommandLine.Model.CommandSpec spec = command.getCommandSpec();
        for (String name : List.of("--server", "--context")) {
            CommandLine.Model.OptionSpec option = spec.findOption(name);
            if (option != null) {
                spec.remove(option);
            }
        }
        command.getSubcommands().values().forEach(Gennaker::leaveOutServer);
    }

    private static void describeExitCodes(CommandLine commandLine) {
        commandLine
                .getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(Arrays.stream(ExitCode.values())
                        .collect(Collectors.toMap(
                                code -> Integer.toString(code.code()),
                                ExitCode::meaning,
                                (first, _) -> first,
                                LinkedHashMap::new)));
    }

    /// Libraries log for services; here their chatter would run into the picture.
    private static void quieten(Map<String, String> environment) {
        if (!environment.getOrDefault("GENNAKER_DEBUG", "").equals("1")) {
            Logger.getLogger("").setLevel(Level.SEVERE);
        }
    }
}
