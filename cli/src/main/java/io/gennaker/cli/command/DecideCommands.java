package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.contracts.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// `approve` and `reject`.
public final class DecideCommands {
    private DecideCommands() {}

    @Command(
            name = "approve",
            description = "Approve a judgement in your name: that of the token.",
            mixinStandardHelpOptions = true)
    public static final class Approve extends Answering {
        @Option(
                names = {"-i", "--input"},
                paramLabel = "NAME=VALUE",
                description = "an input that the question asks for; may be repeated")
        private Map<String, String> inputs = new LinkedHashMap<>();

        public Approve() {
            super(Decision.APPROVE);
        }

        @Override
        Map<String, String> inputs() {
            return inputs;
        }
    }

    @Command(
            name = "reject",
            description = "Reject a judgement in your name: that of the token.",
            mixinStandardHelpOptions = true)
    public static final class Reject extends Answering {
        public Reject() {
            super(Decision.REJECT);
        }
    }

    private abstract static class Answering implements Callable<Integer> {
        private final Decision decision;

        @ParentCommand
        private Gennaker gennaker;

        @Parameters(paramLabel = "JUDGEMENT", description = "as judgements and watch name it")
        private String judgement;

        @Option(
                names = "--choice",
                paramLabel = "NAME",
                description = "which way, where the question offers several: see judgements show")
        private @Nullable String choice;

        @Option(names = "--comment", paramLabel = "TEXT", description = "kept with the answer")
        private @Nullable String comment;

        /// What an approval gives besides.
        Map<String, String> inputs() {
            return Map.of();
        }

        Answering(Decision decision) {
            this.decision = decision;
        }

        @Override
        public Integer call() {
            Session session = gennaker.session();
            session.console().decide(judgement, decision, choice, inputs(), comment);
            if (session.json()) {
                session.printJson(Map.of("judgementId", judgement, "decision", decision));
            } else {
                session.print(judgement + ": " + (decision == Decision.APPROVE ? "approved" : "rejected"));
            }
            return ExitCode.OK.code();
        }
    }
}
