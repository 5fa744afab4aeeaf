package io.gennaker.pipeline;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.definition.ClusterDefinition;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.plan.PlannedStage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/// The example of the playground, as tests use it.
public final class Shop {
    static final Path FOLDER = folder();
    static final Digest V2 = Digest.of("shop v2");
    static final Artifact IMAGE = new Artifact("shop", new ImageReference("us.gcr.io/acme/shop", "v2", V2));
    static final TriggerInfo PUSHED =
            new TriggerInfo("registry", "gcr", "1", null, Map.of("tag", "us.gcr.io/acme/shop:v2"));
    static final Map<String, ClusterDefinition> CLUSTERS = Map.of(
            "replica", new ClusterDefinition("replica", "replica"),
            "production", new ClusterDefinition("production", "production"));

    private Shop() {}

    /// A file of the example.
    public static String text(String file) {
        try {
            return Files.readString(FOLDER.resolve(file));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    static PipelineDefinition pipeline(String file) {
        return pipelineOf(text(file));
    }

    static PipelineDefinition pipelineOf(String text) {
        return switch (Definitions.read("pipeline.yaml", text)) {
            case ReadResult.Read read ->
                (PipelineDefinition) read.documents().getFirst().definition();
            case ReadResult.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }

    static Map<String, String> files(PipelineDefinition pipeline) {
        var files = new TreeMap<String, String>();
        pipeline.files().forEach(file -> files.put(file, text(file)));
        return files;
    }

    /// The reference delivery of version 2.
    static PlanInput delivery() {
        PipelineDefinition pipeline = pipeline("pipeline.yaml");
        return new PlanInput(
                pipeline,
                Definitions.digest(text("pipeline.yaml"), files(pipeline)),
                files(pipeline),
                CLUSTERS,
                PUSHED,
                Map.of(),
                List.of(IMAGE));
    }

    /// The one stage of a pipeline of the shop, as planned.
    static PlannedStage planned(String stage) {
        String head = text("pipeline.yaml");
        String text = head.substring(0, head.indexOf("  stages:")) + "  stages:\n" + stage.indent(4);
        PipelineDefinition pipeline = pipelineOf(text);
        var input = new PlanInput(
                pipeline,
                Definitions.digest(text, files(pipeline)),
                files(pipeline),
                CLUSTERS,
                PUSHED,
                Map.of(),
                List.of(IMAGE));
        return ((PlanResult.Planned) Planner.plan(input)).plan().stages().getFirst();
    }

    private static Path folder() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("mvnw"))) {
            at = Objects.requireNonNull(at.getParent(), "no folder above holds mvnw");
        }
        return at.resolve("playground/example/shop");
    }
}
