package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Optional;

/// The two workloads that a canary stage compares, and what its queries are told of them.
final class CanaryScopes {
    private static final String OBJECT_NAME = "[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?";
    private static final String LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?";

    private final List<Fields> scopes;

    CanaryScopes(Fields config) {
        this.scopes = config.objects("scopes");
    }

    /// Why they cannot be said; empty when they can.
    static Optional<String> refusal(Fields stage, Fields config) {
        List<Fields> scopes = config.objects("scopes");
        String type = stage.text("analysisType").orElse("realTime");
        if (!type.equals("realTime")) {
            return Optional.of(
                    type.equals("realTimeAutomatic")
                            ? "it deploys baseline and canary itself (realTimeAutomatic): a stage `canary` does that"
                            : "it judges a time that is past (" + type + "): `gennaker canary retro` does that");
        }
        if (config.whole("baselineAnalysisOffsetInMins").orElse(0L) != 0) {
            return Optional.of("its baseline is looked at earlier than its canary (baselineAnalysisOffsetInMins)");
        }
        if (scopes.stream().anyMatch(scope -> scope.says("startTimeIso") || scope.says("endTimeIso"))) {
            return Optional.of("it judges fixed times: `gennaker canary retro` does that");
        }
        return scopes.isEmpty() ? Optional.of("it has no scopes") : refusal(scopes);
    }

    private static Optional<String> refusal(List<Fields> scopes) {
        Fields first = scopes.getFirst();
        for (String key : List.of("experimentScope", "controlScope")) {
            String name = first.text(key).orElse("");
            if (!name.matches(OBJECT_NAME)) {
                return Optional.of("its " + key + " '" + name + "' is no name of a Deployment");
            }
            if (scopes.stream().anyMatch(scope -> !scope.text(key).orElse("").equals(name))) {
                return Optional.of("its scopes name different workloads");
            }
        }
        boolean apart = scopes.stream()
                .anyMatch(scope -> !scope.text("controlLocation").equals(scope.text("experimentLocation")));
        if (apart) {
            return Optional.of("its baseline and its canary are in different locations");
        }
        if (!CanaryTiming.hasSteps(scopes)) {
            return Optional.of("its `step` is no number of seconds");
        }
        return CanaryTiming.isOneStep(scopes) ? Optional.empty() : Optional.of("its scopes have different steps");
    }

    String canary() {
        return scopes.getFirst().text("experimentScope").orElse("");
    }

    String baseline() {
        return scopes.getFirst().text("controlScope").orElse("");
    }

    /// Where it can be a namespace.
    Optional<String> location() {
        return scopes.getFirst().text("experimentLocation").filter(location -> location.matches(LABEL));
    }

    void write(ObjectNode analysis, String namespace) {
        for (Fields scope : scopes) {
            ObjectNode written = analysis.withObject("/scopes")
                    .putObject(scope.text("scopeName").orElse("default"));
            written.put("scope", "${workload}");
            String location = scope.text("experimentLocation").orElse(namespace);
            written.put("location", location.equals(namespace) ? "${namespace}" : location);
            Fields params = scope.object("extendedScopeParams");
            params.node()
                    .properties()
                    .forEach(param -> written.withObject("/params")
                            .put(param.getKey(), param.getValue().asText()));
        }
    }

    void note() {
        for (Fields scope : scopes) {
            scope.exact("scopeName", "controlLocation", "experimentLocation", "step");
            scope.changed("experimentScope", "it is the name of the Deployment that is judged");
            scope.changed("controlScope", "it is the name of the Deployment that it is compared with");
            scope.notNeededUnlessSaid("none", "startTimeIso", "endTimeIso", "extendedScopeParams");
            Fields params = scope.object("extendedScopeParams");
            params.node().fieldNames().forEachRemaining(params::exact);
        }
    }
}
