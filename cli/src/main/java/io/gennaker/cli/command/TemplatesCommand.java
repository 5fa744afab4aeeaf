package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.TemplateHistory;
import io.gennaker.cli.api.TemplateLag;
import io.gennaker.cli.api.TemplatePromotion;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Text;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Templates: `promote`, `lag`, `history`.
@Command(
        name = "templates",
        description = "Versions of templates: which pipelines have which, and moving them on.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TemplatesCommand.Promote.class, TemplatesCommand.Lag.class, TemplatesCommand.History.class})
public final class TemplatesCommand {
    private static final int SHORT_DIGEST = 19;

    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    private static String shortened(String digest) {
        return digest.substring(0, Math.min(SHORT_DIGEST, digest.length()));
    }

    @Command(
            name = "promote",
            description = "Move a channel to the version of another one; shows first what changes in which pipeline.",
            mixinStandardHelpOptions = true)
    static final class Promote implements Callable<Integer> {
        @ParentCommand
        private TemplatesCommand parent;

        @Parameters(paramLabel = "TEMPLATE", description = "its name")
        private String template;

        @Option(names = "--from", paramLabel = "CHANNEL", description = "whose version it shall be (default: next)")
        private String from = "next";

        @Option(
                names = "--digest",
                paramLabel = "SHA256",
                description = "that version itself, as to go back to an earlier one")
        private @Nullable String digest;

        @Option(names = "--to", paramLabel = "CHANNEL", description = "channel that is moved (default: stable)")
        private String to = "stable";

        @Option(
                names = "--wave",
                paramLabel = "N%",
                description = "only so many of its pipelines; the others stay until the next wave")
        private @Nullable String wave;

        @Option(
                names = "--pipelines",
                paramLabel = "PATTERN",
                split = ",",
                description = "only pipelines with such names: '*' is any characters, '?' one")
        private List<String> pipelines = List.of();

        @Option(names = "--dry-run", description = "only show what would change")
        private boolean dryRun;

        @Override
        public Integer call() {
            Session session = parent.session();
            var asked = new TemplatePromotion.Request(
                    digest == null ? from : null, digest, to, percent(wave), pipelines, dryRun);
            TemplatePromotion answer = session.console().promote(template, asked);
            if (session.json()) {
                session.printJson(answer);
            } else {
                print(session, answer);
            }
            if (!dryRun && !answer.done()) {
                // The answer is the one document of the output.
                session.error("asked for, but not seen yet: gennaker templates history " + template);
                return ExitCode.TIMEOUT.code();
            }
            return ExitCode.OK.code();
        }

        private void print(Session session, TemplatePromotion answer) {
            TemplatePromotion.Promotion promotion = answer.promotion();
            for (TemplatePromotion.Change change : promotion.changes()) {
                session.print("Pipeline/" + change.pipeline() + "  " + shortened(change.from()) + " -> "
                        + shortened(answer.digest()) + (change.diff().isEmpty() ? "  stays the same" : ""));
                change.diff().forEach(line -> session.print("    " + Text.visible(line)));
            }
            for (TemplatePromotion.Unfit unfit : promotion.unfit()) {
                session.print("Pipeline/" + unfit.pipeline() + "  stays on " + shortened(unfit.from())
                        + ", as it does not fit:");
                unfit.problems().forEach(problem -> session.print("    " + Text.clean(problem)));
            }
            session.print(promotion.changes().size() + " of " + promotion.total() + " pipelines on "
                    + answer.channel() + (dryRun ? " would move" : " moved")
                    + (promotion.unfit().isEmpty()
                            ? ""
                            : ", " + promotion.unfit().size() + " do not fit"));
        }

        private static @Nullable Integer percent(@Nullable String wave) {
            if (wave == null) {
                return null;
            }
            if (!wave.matches("[0-9]{1,3}%?") || Integer.parseInt(wave.replace("%", "")) > 100) {
                throw new CliFailure(ExitCode.USAGE, "--wave is '" + wave + "'; allowed is 1% to 100%");
            }
            return Integer.parseInt(wave.replace("%", ""));
        }
    }

    @Command(
            name = "lag",
            description = "Which pipelines have which version, and which lag behind.",
            mixinStandardHelpOptions = true)
    static final class Lag implements Callable<Integer> {
        @ParentCommand
        private TemplatesCommand parent;

        @Parameters(paramLabel = "TEMPLATE", arity = "0..1", description = "its name; without it, all")
        private @Nullable String template;

        @Option(names = "--all", description = "also those that do not lag")
        private boolean all;

        @Override
        public Integer call() {
            Session session = parent.session();
            List<TemplateLag> found = session.console().templateLag(template).stream()
                    .filter(lag -> all || !lag.state().equals("CURRENT"))
                    .toList();
            if (session.json()) {
                session.printJson(found);
                return ExitCode.OK.code();
            }
            if (found.isEmpty()) {
                session.print("every pipeline has the version that its channel has");
                return ExitCode.OK.code();
            }
            var table = new Table("TEMPLATE", "PIPELINE", "CHANNEL", "HAS", "SHOULD HAVE", "BEHIND", "STATE", "REASON");
            found.forEach(lag -> table.row(
                    lag.template(),
                    lag.pipeline(),
                    lag.channel() == null ? "-" : lag.channel(),
                    shortened(lag.digest()),
                    shortened(lag.wanted()),
                    lag.behind(),
                    lag.state().toLowerCase(Locale.ROOT),
                    lag.reason() == null ? "-" : lag.reason()));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "history",
            description = "Versions of a template, its channels, and how they were moved.",
            mixinStandardHelpOptions = true)
    static final class History implements Callable<Integer> {
        @ParentCommand
        private TemplatesCommand parent;

        @Parameters(paramLabel = "TEMPLATE", description = "its name")
        private String template;

        @Override
        public Integer call() {
            Session session = parent.session();
            TemplateHistory history = session.console().templateHistory(template);
            if (session.json()) {
                session.printJson(history);
                return ExitCode.OK.code();
            }
            var versions = new Table("VERSION", "APPLIED", "BY", "CHANNELS");
            history.versions()
                    .forEach(version -> versions.row(
                            version.digest(),
                            version.at().truncatedTo(ChronoUnit.SECONDS),
                            version.by(),
                            channels(history, version.digest())));
            versions.lines().forEach(session::print);
            session.print("");
            var moves = new Table("MOVED", "CHANNEL", "TO", "WAVE", "PIPELINES", "BY");
            history.moves()
                    .forEach(move -> moves.row(
                            move.at().truncatedTo(ChronoUnit.SECONDS),
                            move.channel(),
                            shortened(move.incoming() == null ? move.digest() : move.incoming()),
                            move.pipelines().isEmpty() ? move.percent() + "%" : String.join(", ", move.pipelines()),
                            move.moved(),
                            move.by()));
            moves.lines().forEach(session::print);
            return ExitCode.OK.code();
        }

        private static String channels(TemplateHistory history, String digest) {
            var names = history.channels().stream()
                    .filter(channel -> digest.equals(channel.digest()) || digest.equals(channel.incoming()))
                    .map(channel -> channel.channel() + (digest.equals(channel.incoming()) ? " (in waves)" : ""))
                    .toList();
            return names.isEmpty() ? "-" : String.join(", ", names);
        }
    }
}
