package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.stage.CanaryConfigs.ConfigFile;
import io.gennaker.spinnaker.yaml.OwnCheck;
import io.gennaker.spinnaker.yaml.YamlText;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `kayentaCanary` becomes `analysis`, where its canary configuration is imported with it: the metrics stand there,
/// and the pipeline only names it. Without it people are asked, and told the keys of the stage that they may write.
final class KayentaCanary implements StageTranslator {
    private static final String KIND = "analysis";

    @Override
    public Set<String> types() {
        return Set.of("kayentaCanary");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) {
        Fields config = stage.object("canaryConfig");
        String named = config.text("canaryConfigName")
                .or(() -> config.text("canaryConfigId"))
                .orElse("");
        Optional<ConfigFile> file = config.text("canaryConfigId")
                .flatMap(context.canaryConfigs()::find)
                .or(() -> config.text("canaryConfigName").flatMap(context.canaryConfigs()::find));
        var timing = new CanaryTiming(config);
        if (file.isEmpty()) {
            return byHand(
                    "its canary configuration '" + named + "' is not among the imported files: export it"
                            + " (`spin canary canary-config get --id ID`) into the same folder and import again",
                    timing,
                    named);
        }
        Optional<String> refusal = CanaryScopes.refusal(stage, config);
        if (refusal.isPresent()) {
            return byHand(refusal.get(), timing, named);
        }
        return analysis(stage, config, context, timing, file.get());
    }

    private static Translation analysis(
            Fields stage, Fields config, StageContext context, CanaryTiming timing, ConfigFile file) {
        var scopes = new CanaryScopes(config);
        Optional<Workloads.Place> place = place(scopes, context.workloads());
        if (place.isEmpty()) {
            return byHand("nothing says on which cluster '" + scopes.canary() + "' runs", timing, file.path());
        }
        ObjectNode analysis = JsonNodeFactory.instance.objectNode().put("canaryConfig", file.path());
        timing.write(analysis);
        scopes.write(analysis, place.get().namespace());
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        String cluster = context.clusters().of(place.get().account());
        keys.put("cluster", cluster)
                .put("namespace", place.get().namespace())
                .put("workload", scopes.canary())
                .put("baseline", scopes.baseline());
        keys.set(KIND, analysis);
        Map<String, String> files = Map.of(file.path(), file.text());
        List<Problem> problems = problems(keys, files);
        if (!problems.isEmpty()) {
            return byHand(OwnCheck.words(problems), timing, file.path());
        }
        timing.note();
        scopes.note();
        noteOthers(stage, config, file);
        return new Translation.Changed(
                new Draft(KIND, keys, files, Optional.empty()),
                "it judges the Deployments '" + scopes.canary() + "' and '" + scopes.baseline() + "' in namespace '"
                        + place.get().namespace() + "' of cluster '" + cluster + "': check them");
    }

    /// Where a stage deploys the canary; else what all stages have in common.
    private static Optional<Workloads.Place> place(CanaryScopes scopes, Workloads workloads) {
        return workloads
                .place(scopes.canary())
                .filter(place -> !Texts.hasExpression(place.namespace()))
                .or(() -> workloads
                        .account()
                        .map(account ->
                                new Workloads.Place(account, scopes.location().orElse("default"))));
    }

    /// By Gennaker's own check, which knows what can be asked and judged.
    private static List<Problem> problems(ObjectNode keys, Map<String, String> files) {
        ObjectNode document = JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "gennaker/v1")
                .put("kind", "Pipeline");
        document.putObject("metadata").put("name", "check");
        document.putObject("spec")
                .putArray("stages")
                .addObject()
                .put("id", "canary")
                .put("kind", KIND)
                .setAll(keys);
        return OwnCheck.problems("check.yaml", YamlText.of(List.of(document)), files);
    }

    private static void noteOthers(Fields stage, Fields config, ConfigFile file) {
        stage.exact("analysisType");
        stage.notNeeded("belongs to realTimeAutomatic, which this is not", "deployments");
        for (String name : List.of("canaryConfigId", "canaryConfigName")) {
            config.changed(name, "it is the file " + file.path());
        }
        config.changed(
                "metricsAccountName",
                "the metrics source named as the configuration's store is asked (prometheus, stackdriver, datadog);"
                        + " `source` names another");
        config.notNeeded("reports are kept by the analysis service", "storageAccountName", "configurationAccountName");
        config.notNeeded("one analysis has one result", "combinedCanaryResultStrategy");
        config.notNeeded("none", "baselineAnalysisOffsetInMins");
        config.notNeededUnlessSaid("none", "siteLocal", "name");
    }

    private static Translation byHand(String reason, CanaryTiming timing, String named) {
        return new Translation.Unsupported(reason + ". By hand: a stage `analysis` of the two workloads, judge: kayenta"
                + timing.words() + ", metrics of the canary configuration '" + named + "'");
    }

    /// Its times as the language writes them.
    static Optional<String> time(Optional<Duration> time) {
        return time.filter(Durations::isAllowed).map(Durations::text);
    }
}
