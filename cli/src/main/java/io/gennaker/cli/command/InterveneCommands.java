package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.Intervened;
import io.gennaker.cli.display.Word;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// What people do to an execution beside cancelling it. What does not apply ends with 5 and says what does.
public final class InterveneCommands {
    private InterveneCommands() {}

    @Command(
            name = "pause",
            description = "Pause an execution: what is under way ends, and nothing further begins.",
            mixinStandardHelpOptions = true)
    public static final class Pause extends OfExecution {
        public Pause() {
            super("pause");
        }
    }

    @Command(name = "resume", description = "End a pause.", mixinStandardHelpOptions = true)
    public static final class Resume extends OfExecution {
        public Resume() {
            super("resume");
        }
    }

    @Command(
            name = "retry",
            description = "Run a stage again that failed, and then those that need it.",
            mixinStandardHelpOptions = true)
    public static final class Retry extends OfStage {
        public Retry() {
            super("retry");
        }
    }

    @Command(
            name = "skip",
            description = "Let an execution go on without a stage that is not over.",
            mixinStandardHelpOptions = true)
    public static final class Skip extends OfStage {
        public Skip() {
            super("skip");
        }
    }

    @Command(
            name = "ignore",
            description = "Let an execution go on as if a stage that failed had succeeded.",
            mixinStandardHelpOptions = true)
    public static final class Ignore extends OfStage {
        public Ignore() {
            super("ignore");
        }
    }

    @Command(
            name = "restart",
            description = "Run a stage again that is over, and then those that need it.",
            mixinStandardHelpOptions = true)
    public static final class Restart extends OfStage {
        public Restart() {
            super("restart");
        }
    }

    @Command(
            name = "override-freeze",
            description = "Let an execution start that waits for the end of a freeze; maintainers may.",
            mixinStandardHelpOptions = true)
    public static final class OverrideFreeze extends OfExecution {
        public OverrideFreeze() {
            super("override-freeze");
        }

        @Override
        public Integer call() {
            requireReason();
            return super.call();
        }
    }

    private abstract static class Intervening implements Callable<Integer> {
        private final String act;

        @ParentCommand
        private Gennaker gennaker;

        @Parameters(index = "0", paramLabel = "EXECUTION", description = "its id")
        private String execution;

        @Option(names = "--reason", paramLabel = "TEXT", description = "kept with the execution")
        private @Nullable String reason;

        @Spec
        private CommandSpec spec;

        Intervening(String act) {
            this.act = act;
        }

        void requireReason() {
            if (reason == null) {
                throw new ParameterException(spec.commandLine(), act + " needs --reason TEXT");
            }
        }

        Integer intervene(@Nullable String stage) {
            Session session = gennaker.session();
            Intervened done =
                    session.console().intervene(execution, act, stage, reason == null ? "no reason given" : reason);
            if (session.json()) {
                session.printJson(done);
            } else {
                session.print(execution + ": " + act + (stage == null ? "" : " " + stage)
                        + " is done; the execution is " + Word.of(done.status()).toLowerCase(Locale.ROOT));
            }
            return ExitCode.OK.code();
        }
    }

    private abstract static class OfExecution extends Intervening {
        OfExecution(String act) {
            super(act);
        }

        @Override
        public Integer call() {
            return intervene(null);
        }
    }

    private abstract static class OfStage extends Intervening {
        @Parameters(index = "1", paramLabel = "STAGE", description = "its id in the pipeline")
        private String stage;

        OfStage(String act) {
            super(act);
        }

        @Override
        public Integer call() {
            return intervene(stage);
        }
    }
}
