package io.gennaker.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Gennaker;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.definitions.DefinitionFiles;
import io.gennaker.cli.definitions.Rendering;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ImageReference;
import io.gennaker.pipeline.PlanResult;
import io.gennaker.pipeline.plan.Plan;
import io.gennaker.pipeline.plan.PlanDigest;
import io.gennaker.pipeline.plan.PlannedStage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/// Shows what a pipeline would do.
@Command(
        name = "render",
        description = "Print the plan of a pipeline without running it: of one in force, or with -f of files, which"
                + " needs no server.",
        mixinStandardHelpOptions = true)
public final class RenderCommand implements Callable<Integer> {
    @ParentCommand
    private Gennaker gennaker;

    @Parameters(
            paramLabel = "PIPELINE",
            arity = "0..1",
            description = "its name; not needed when the files hold only one")
    private @Nullable String pipeline;

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE|FOLDER",
            description = "files with the pipeline, its template and its clusters; may be given more than once")
    private List<Path> paths = List.of();

    @Option(
            names = {"-p", "--parameter"},
            paramLabel = "NAME=VALUE",
            description = "a parameter of the pipeline; may be given more than once")
    private Map<String, String> parameters = Map.of();

    @Option(
            names = {"-i", "--image"},
            paramLabel = "NAME=IMAGE",
            description = "an artifact, as repository[:tag]@sha256:...")
    private Map<String, String> images = Map.of();

    @Option(
            names = "--artifact",
            paramLabel = "NAME=FILE",
            description = "text of an artifact that an execution would bring from outside; nothing is brought here")
    private Map<String, Path> files = Map.of();

    @Override
    public Integer call() {
        Session session = gennaker.session();
        var given = new Rendering.Given(parameters, artifacts(), texts());
        PlanResult result =
                paths.isEmpty() ? online(session, given) : Rendering.of(DefinitionFiles.read(paths), pipeline, given);
        return switch (result) {
            case PlanResult.Refused(var problems) ->
                throw new CliFailure(ExitCode.INVALID, String.join("\n", problems));
            case PlanResult.Planned planned -> {
                print(session, planned);
                yield ExitCode.OK.code();
            }
        };
    }

    private PlanResult online(Session session, Rendering.Given given) {
        if (pipeline == null) {
            throw new CliFailure(ExitCode.USAGE, "a PIPELINE or -f FILE is needed; see gennaker render --help");
        }
        ConsoleClient console = session.console();
        return Rendering.of(console, pipeline, given);
    }

    private List<Artifact> artifacts() {
        return images.entrySet().stream()
                .map(image -> new Artifact(image.getKey(), image(image.getValue())))
                .toList();
    }

    private Map<String, String> texts() {
        var texts = new TreeMap<String, String>();
        files.forEach((name, path) -> {
            try {
                texts.put(name, Files.readString(path));
            } catch (IOException unreadable) {
                throw new CliFailure(ExitCode.USAGE, path + " cannot be read: " + unreadable.getMessage());
            }
        });
        return texts;
    }

    private static ImageReference image(String text) {
        try {
            return ImageReference.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new CliFailure(ExitCode.USAGE, "image '" + text + "': " + malformed.getMessage());
        }
    }

    private static void print(Session session, PlanResult.Planned planned) {
        if (session.json()) {
            session.printJson(json(planned));
            return;
        }
        Plan plan = planned.plan();
        session.print("Pipeline " + plan.pipeline() + " of application " + plan.application());
        session.print("plan        " + planned.digest());
        session.print("definition  " + plan.definition());
        if (plan.template() != null) {
            session.print("template    " + plan.template().digest() + "  "
                    + plan.template().name());
        }
        plan.parameters().forEach((name, value) -> session.print("parameter   " + name + " = " + value));
        plan.artifacts()
                .forEach(artifact -> session.print("artifact    " + artifact.name() + " = " + artifact.image()));
        plan.filesOrNone()
                .forEach(file -> session.print("artifact    " + file.name() + " = " + file.digest()
                        + (file.source() == null ? "" : "; an execution brings " + file.source())));
        session.print("timeout     " + plan.timeout());
        plan.stages().forEach(stage -> print(session, stage));
    }

    private static void print(Session session, PlannedStage stage) {
        session.print("");
        String needs = stage.needs().isEmpty() ? "" : "  after " + String.join(", ", stage.needs());
        session.print(stage.id() + "  " + stage.kind() + needs);
        if (stage.when() != null) {
            session.print("    when " + stage.when());
        }
        if (stage.unlessFailed() != null) {
            session.print("    unless another item of " + stage.unlessFailed() + " failed");
        }
        if (stage.problem() != null) {
            session.print("    will fail: " + stage.problem());
        }
        stage.steps()
                .forEach(step ->
                        session.print("    " + step.id() + "  " + step.title() + "  (at most " + step.timeout() + ")"));
    }

    private static Map<String, Object> json(PlanResult.Planned planned) {
        var document = new LinkedHashMap<String, Object>();
        document.put("digest", planned.digest().value());
        try {
            document.put("plan", ConsoleClient.json().readTree(PlanDigest.canonical(planned.plan())));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("canonical JSON is JSON", impossible);
        }
        return document;
    }
}
