package io.gennaker.pipeline.planning;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.JudgementSpec;
import io.gennaker.pipeline.definition.Analysis;
import io.gennaker.pipeline.definition.Binding;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.DeferredWork;
import io.gennaker.pipeline.plan.StepAction;
import io.gennaker.pipeline.reading.Words;
import io.gennaker.pipeline.render.Manifest;
import io.gennaker.pipeline.render.RenderingFailed;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates what one stage says.
final class StageValues {
    private final String stage;
    private final Resolution resolution;
    private final Map<String, Value> variables;
    private final Bindings bindings;

    private StageValues(String stage, Resolution resolution, Map<String, Value> variables) {
        this.stage = stage;
        this.resolution = resolution;
        this.variables = variables;
        this.bindings = resolution.outer().with("variables", variables);
    }

    /// Variables of the stage see those of the pipeline, and hide them for the rest of the stage.
    static StageValues of(Resolution resolution, Frame frame) throws Unplannable {
        try {
            var merged = new TreeMap<>(resolution.variables());
            Bindings outer = resolution.outer().with("variables", resolution.variables());
            for (Map.Entry<String, Value> variable : resolution.variables().entrySet()) {
                resolution.count().add(variable.getKey(), variable.getValue());
            }
            merged.putAll(Values.variables(frame.early(), outer, resolution.count()));
            return new StageValues(frame.id(), resolution, merged);
        } catch (EvaluationFailed | MalformedTemplate failed) {
            throw new Unplannable("variables: " + failed.getMessage());
        }
    }

    /// These values with some variables replaced.
    StageValues with(Map<String, Value> replaced) {
        var more = new TreeMap<>(variables);
        more.putAll(replaced);
        return new StageValues(stage, resolution, more);
    }

    /// An unknown cluster refuses the plan.
    ClusterTarget cluster(String template) throws Unplannable {
        String name = Values.text("cluster", template, Words.NAME, bindings);
        ClusterTarget known = resolution.clusters().get(name);
        if (known == null) {
            String problem =
                    Resolution.unknownCluster(name, resolution.clusters().keySet());
            resolution.refusals().add("stage " + quote(stage) + ": " + problem);
            throw new Unplannable(problem);
        }
        return known;
    }

    String namespace(String template) throws Unplannable {
        return Values.text("namespace", template, Words.NAMESPACE, bindings);
    }

    /// A patch, evaluated, its images bound.
    ///
    /// @param kind of the object
    CompressedText patch(String file, String kind) throws Unplannable {
        try {
            YamlNode patch = resolution.renderer().renderPatch(file(file), bindings);
            return LateManifests.packedPatch(LateManifests.bound(patch, kind, resolution.images()));
        } catch (RenderingFailed failed) {
            throw new Unplannable(String.valueOf(failed.getMessage()));
        }
    }

    /// A patch as written, the images bound that stand there in full.
    CompressedText writtenPatch(String file, String kind) throws Unplannable {
        YamlNode patch = file(file).documents().getFirst().root();
        return LateManifests.keptPatch(LateManifests.bound(patch, kind, resolution.images()));
    }

    /// Where images are looked for beside the usual places.
    List<Binding> places() {
        return resolution.images().places();
    }

    private YamlFile file(String name) {
        return Objects.requireNonNull(resolution.files().get(name), "files are checked before");
    }

    Bindings bindings() {
        return bindings;
    }

    JudgementSpec question(Question question) throws Unplannable {
        return Questions.evaluate(question, bindings);
    }

    /// What people are asked when an analysis does not know; null: nobody is asked.
    @Nullable
    JudgementSpec question(Analysis analysis) throws Unplannable {
        return analysis.whenInconclusive() == null ? null : question(analysis.whenInconclusive());
    }

    /// These values, for work that is evaluated when its turn comes.
    StepAction.Deferred deferred(DeferredWork work, Frame frame) {
        return new StepAction.Deferred(work, variables, frame.later());
    }

    /// The objects of some files as written, the images bound that stand there in full; packed.
    CompressedText kept(List<String> files) throws Unplannable {
        List<Manifest> written = files.stream()
                .flatMap(file -> file(file).documents().stream())
                .map(document -> resolution.images().bind(new Manifest((YamlNode.Mapping) document.root())))
                .toList();
        CompressedText kept = resolution.kept().get(written);
        if (kept == null) {
            kept = LateManifests.kept(written);
            resolution.kept().put(written, kept);
        }
        return kept;
    }

    /// The objects of some files, evaluated, their images bound.
    List<Manifest> manifests(List<String> files) throws Unplannable {
        var manifests = new ArrayList<Manifest>();
        try {
            for (String file : files) {
                for (Manifest manifest : resolution.renderer().render(file(file), bindings)) {
                    manifests.add(resolution.images().bind(manifest));
                }
            }
        } catch (RenderingFailed failed) {
            throw new Unplannable(String.valueOf(failed.getMessage()));
        }
        return manifests;
    }

    /// Stages of one plan often deploy the same objects: written and packed once.
    CompressedText packed(List<Manifest> manifests) throws Unplannable {
        CompressedText packed = resolution.packed().get(manifests);
        if (packed == null) {
            packed = LateManifests.packed(manifests);
            resolution.packed().put(manifests, packed);
        }
        return packed;
    }
}
