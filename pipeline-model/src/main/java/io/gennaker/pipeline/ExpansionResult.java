package io.gennaker.pipeline;

import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.plan.TemplateVersion;
import io.gennaker.pipeline.problem.Problem;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether a template and what a pipeline says to it make a pipeline.
public sealed interface ExpansionResult {
    /// @param document the pipeline without a template, as text; `definition` is what it reads as
    /// @param files contents of the manifests that it names
    record Expanded(PipelineDefinition definition, String document, Map<String, String> files, TemplateVersion template)
            implements ExpansionResult {
        public Expanded {
            files = Collections.unmodifiableMap(new TreeMap<>(files));
        }
    }

    /// All that is wrong, each where it was written: in the template or in the pipeline.
    record Invalid(List<Problem> problems) implements ExpansionResult {
        public Invalid {
            problems = List.copyOf(problems);
        }
    }
}
