package io.gennaker.cli.command;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.DefinitionLine;
import io.gennaker.cli.display.Table;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Lists definitions, or prints one.
@Command(
        name = "get",
        description = "List definitions (pipelines, templates, clusters or all), or print one (pipeline/NAME).",
        mixinStandardHelpOptions = true)
public final class GetCommand implements Callable<Integer> {
    private static final String TEMPLATE = "pipelinetemplate";

    @ParentCommand
    private Gennaker gennaker;

    @Parameters(
            paramLabel = "WHAT",
            defaultValue = "all",
            description = "all, pipelines, templates, clusters, or pipeline/NAME and the like (default: all)")
    private String what;

    @Override
    public Integer call() {
        Session session = gennaker.session();
        int slash = what.indexOf('/');
        return (slash < 0 ? list(session) : one(session, what.substring(0, slash), what.substring(slash + 1))).code();
    }

    private ExitCode one(Session session, String kind, String name) {
        DefinitionLine definition = session.console()
                .definition(singular(kind), name)
                .orElseThrow(() -> new CliFailure(
                        ExitCode.NOT_FOUND, "no " + kind + " " + name + "; those there are: gennaker get"));
        if (session.json()) {
            session.printJson(definition);
        } else {
            session.print(Objects.requireNonNullElse(definition.document(), "").stripTrailing());
        }
        return ExitCode.OK;
    }

    private ExitCode list(Session session) {
        String kind = singular(what);
        if (!List.of("all", "pipeline", TEMPLATE, "cluster").contains(kind)) {
            throw new CliFailure(
                    ExitCode.USAGE,
                    "found '" + what + "'; allowed are all, pipelines, templates, clusters and KIND/NAME");
        }
        List<DefinitionLine> definitions = session.console().definitions().stream()
                .filter(definition -> kind.equals("all") || definition.kind().equalsIgnoreCase(kind))
                .toList();
        if (session.json()) {
            session.printJson(definitions);
        } else {
            var table = new Table("KIND", "NAME", "DIGEST", "APPLIED BY", "AT");
            definitions.forEach(definition -> table.row(
                    definition.kind(),
                    definition.name(),
                    definition.digest().replaceFirst("^(sha256:[0-9a-f]{12})[0-9a-f]*$", "$1"),
                    definition.by(),
                    definition.at().truncatedTo(ChronoUnit.SECONDS)));
            table.lines().forEach(session::print);
        }
        return ExitCode.OK;
    }

    private static String singular(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        String one = lower.endsWith("s") ? lower.substring(0, lower.length() - 1) : lower;
        return one.equals("template") ? TEMPLATE : one;
    }
}
