package io.gennaker.spinnaker;

import io.gennaker.pipeline.problem.Problem;
import io.gennaker.spinnaker.report.Finding;
import io.gennaker.spinnaker.report.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What one pipeline became.
///
/// @param source its name in Spinnaker
/// @param name of the definition
/// @param definition YAML; empty when nothing could be made of the pipeline, which the findings explain
/// @param files manifests by path beside the definition
/// @param findings on every field of the pipeline, in its order
/// @param problems of the definition by Gennaker's own check; it may be applied only without any
public record ImportedPipeline(
        String source,
        String name,
        Optional<String> definition,
        Map<String, String> files,
        List<Finding> findings,
        List<Problem> problems) {
    public ImportedPipeline {
        files = Collections.unmodifiableMap(new TreeMap<>(files));
        findings = List.copyOf(findings);
        problems = List.copyOf(problems);
    }

    /// How many fields had an outcome.
    public long count(Outcome outcome) {
        return findings.stream().filter(finding -> finding.outcome() == outcome).count();
    }
}
