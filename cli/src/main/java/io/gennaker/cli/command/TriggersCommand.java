package io.gennaker.cli.command;

import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.TriggerEvent;
import io.gennaker.cli.display.Table;
import io.gennaker.cli.display.Text;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// What came in from outside: `list`, `explain`, `replay`.
@Command(
        name = "triggers",
        description = "List events from outside, say what each started and why not more, take one once more.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {TriggersCommand.Listing.class, TriggersCommand.Explain.class, TriggersCommand.Replay.class})
public final class TriggersCommand {
    private static final int SUBJECT_COLUMNS = 60;

    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    @Command(name = "list", description = "List events, the newest first.", mixinStandardHelpOptions = true)
    static final class Listing implements Callable<Integer> {
        @ParentCommand
        private TriggersCommand parent;

        @Option(names = "--before", paramLabel = "EVENT", description = "only those that came before this one")
        private @Nullable String before;

        @Option(names = "--limit", paramLabel = "N", description = "how many (default: 20)")
        private int limit = 20;

        @Override
        public Integer call() {
            Session session = parent.session();
            List<TriggerEvent> events = session.console().triggerEvents(before, limit);
            if (session.json()) {
                session.printJson(events);
                return ExitCode.OK.code();
            }
            var table = new Table("EVENT", "AT", "SOURCE", "SUBJECT", "OUTCOME");
            events.forEach(event -> table.row(
                    event.event(),
                    event.at().truncatedTo(ChronoUnit.SECONDS),
                    event.source(),
                    Text.cut(event.subject(), SUBJECT_COLUMNS),
                    outcome(event)));
            table.lines().forEach(session::print);
            return ExitCode.OK.code();
        }

        /// `Started 2, NotMatched 1`.
        private static String outcome(TriggerEvent event) {
            Map<String, Long> counts = event.lines().stream()
                    .collect(Collectors.groupingBy(TriggerEvent.Line::result, TreeMap::new, Collectors.counting()));
            return counts.isEmpty()
                    ? "concerns no pipeline"
                    : counts.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", "));
        }
    }

    @Command(
            name = "explain",
            description = "Say which pipelines an event started, which not and by which condition.",
            mixinStandardHelpOptions = true)
    static final class Explain implements Callable<Integer> {
        @ParentCommand
        private TriggersCommand parent;

        @Parameters(paramLabel = "EVENT", description = "as list, or the answer to a webhook, names it")
        private String event;

        @Override
        public Integer call() {
            Session session = parent.session();
            TriggerEvent found = session.console().triggerEvent(event);
            if (session.json()) {
                session.printJson(found);
                return ExitCode.OK.code();
            }
            session.print(Text.clean(found.event() + " " + found.subject()));
            session.print(Text.clean("came from " + found.source() + " as " + found.eventId() + " of "
                    + found.occurredAt().truncatedTo(ChronoUnit.SECONDS)));
            if (found.replayOf() != null) {
                session.print(Text.clean("is " + found.replayOf() + " once more, for " + found.requestedBy()));
            }
            if (found.lines().isEmpty()) {
                session.print("concerns no pipeline");
                return ExitCode.OK.code();
            }
            var table = new Table("PIPELINE", "TRIGGER", "RESULT", "DETAIL");
            found.lines().forEach(line -> table.row(line.pipeline(), line.trigger(), line.result(), line.detail()));
            table.lines().forEach(session::print);
            if (found.omitted() > 0) {
                session.print("and " + found.omitted() + " more");
            }
            return ExitCode.OK.code();
        }
    }

    @Command(
            name = "replay",
            description = "Have an event taken once more, with the pipelines in force now. Needs the role maintainer"
                    + " for all applications.",
            mixinStandardHelpOptions = true)
    static final class Replay implements Callable<Integer> {
        @ParentCommand
        private TriggersCommand parent;

        @Parameters(paramLabel = "EVENT", description = "as list names it")
        private String event;

        @Override
        public Integer call() {
            Session session = parent.session();
            TriggerEvent.Replayed replayed = session.console().replayTriggerEvent(event);
            if (session.json()) {
                session.printJson(replayed);
            } else {
                session.print(event + " is taken once more for " + replayed.by() + "; see: gennaker triggers list");
            }
            return ExitCode.OK.code();
        }
    }
}
