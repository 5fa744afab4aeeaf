package io.gennaker.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.spinnaker.CanaryAnalysisLines;
import io.gennaker.cli.spinnaker.ImportReport;
import io.gennaker.cli.spinnaker.SpinnakerFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Takes over pipelines of other systems.
@Command(
        name = "import",
        description = "Turn pipelines of other systems into definitions.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {ImportCommand.Spinnaker.class, ImportCommand.CanaryConfig.class})
public final class ImportCommand {
    @ParentCommand
    private Gennaker gennaker;

    private Session session() {
        return gennaker.session();
    }

    /// Takes over a canary configuration.
    @Command(
            name = "canary-config",
            description = {
                "Turn Kayenta's canary configuration, as exported, into the analysis of a canary stage, as YAML; needs no"
                        + " server.",
                "What has no meaning here is refused with what is allowed."
            },
            mixinStandardHelpOptions = true)
    static final class CanaryConfig implements Callable<Integer> {
        @ParentCommand
        private ImportCommand parent;

        @Parameters(paramLabel = "FILE", description = "the configuration's JSON; its queries must be Prometheus's")
        private Path path;

        @Override
        public Integer call() {
            try {
                CanaryAnalysisLines.of(new ObjectMapper().readTree(path.toFile()))
                        .forEach(parent.session()::print);
                return ExitCode.OK.code();
            } catch (JsonProcessingException malformed) {
                throw new CliFailure(ExitCode.INVALID, path + ": found no JSON: " + malformed.getOriginalMessage());
            } catch (IOException unreadable) {
                throw new CliFailure(ExitCode.NOT_FOUND, "found no readable file " + path);
            } catch (IllegalArgumentException refused) {
                throw new CliFailure(ExitCode.INVALID, path + ": " + refused.getMessage());
            }
        }
    }

    @Command(
            name = "spinnaker",
            description = {
                "Turn Spinnaker's pipeline JSON into definitions, and say what became of every field; needs no server.",
                "Without --to nothing is written: it shows what would become of them."
            },
            mixinStandardHelpOptions = true)
    static final class Spinnaker implements Callable<Integer> {
        @ParentCommand
        private ImportCommand parent;

        @Parameters(
                paramLabel = "FILE|FOLDER",
                description = "JSON of a pipeline or of a list of them, such as 'spin pipeline get' prints, and canary"
                        + " configurations that they name; of a folder every .json below it")
        private Path path;

        @Option(names = "--to", paramLabel = "FOLDER", description = "where to write definitions and manifests")
        private @Nullable Path folder;

        @Option(
                names = "--report",
                paramLabel = "FILE",
                description = "where to write the report on every field: JSON when it ends with .json, else Markdown")
        private @Nullable Path report;

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "on whose clocks the Spinnaker server reads schedules and windows, such as"
                        + " America/Los_Angeles (its default); without it those are left to people")
        private @Nullable ZoneId zone;

        @Option(names = "--force", description = "replace files that are there with another content")
        private boolean force;

        @Override
        public Integer call() throws JsonProcessingException {
            Session session = parent.session();
            SpinnakerFiles imported =
                    SpinnakerFiles.read(path, Optional.ofNullable(zone).map(ZoneId::getId));
            List<Path> written = folder == null ? List.of() : imported.write(folder, force);
            ImportReport.Document document = ImportReport.document(imported, written);
            if (report != null) {
                SpinnakerFiles.writeFile(report, text(report, imported, document));
            }
            if (session.json()) {
                session.printJson(document);
            } else {
                ImportReport.summary(imported).forEach(session::print);
                written.forEach(file -> session.print("wrote " + file));
            }
            return (imported.isComplete() ? ExitCode.OK : ExitCode.INVALID).code();
        }

        private static String text(Path file, SpinnakerFiles imported, ImportReport.Document document)
                throws JsonProcessingException {
            return file.toString().endsWith(".json")
                    ? ConsoleClient.json().writerWithDefaultPrettyPrinter().writeValueAsString(document)
                    : ImportReport.markdown(imported);
        }
    }
}
