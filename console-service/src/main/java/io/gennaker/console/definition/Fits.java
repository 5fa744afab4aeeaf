package io.gennaker.console.definition;

import io.gennaker.contracts.Digest;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/// Which pipelines fit which versions of their templates. To find out is to make the pipeline, which takes some
/// milliseconds: those that fit are remembered, so that thousands that wait for a wave are looked at once. Any thread
/// may ask.
public final class Fits {
    private final BiFunction<PipelineTemplate, Written, ExpansionResult> expansion;
    private final Set<Pair> fitting = Collections.newSetFromMap(Collections.synchronizedMap(new Known()));

    public Fits() {
        this(PipelineTemplate::expand);
    }

    Fits(BiFunction<PipelineTemplate, Written, ExpansionResult> expansion) {
        this.expansion = expansion;
    }

    private record Pair(Digest version, Digest pipeline) {}

    private static final class Known extends LinkedHashMap<Pair, Boolean> {
        private static final int MOST = 20_000;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Boolean> eldest) {
            return size() > MOST;
        }
    }

    /// Reads a version, once for all pipelines that should have it.
    public Wanted wanted(Written version) {
        try {
            return new Template(PipelineTemplate.of(version));
        } catch (IllegalArgumentException unreadable) {
            // Stored by another version of the language: other templates are told of all the same.
            return _ -> Optional.of(String.valueOf(unreadable.getMessage()));
        }
    }

    /// A version that pipelines should have.
    @FunctionalInterface
    public interface Wanted {
        /// Why a pipeline does not fit; empty where it does.
        Optional<String> misfit(Written pipeline);
    }

    private final class Template implements Wanted {
        private final PipelineTemplate template;

        Template(PipelineTemplate template) {
            this.template = template;
        }

        @Override
        public Optional<String> misfit(Written pipeline) {
            var pair = new Pair(template.digest(), pipeline.digest());
            if (fitting.contains(pair)) {
                return Optional.empty();
            }
            return switch (expansion.apply(template, pipeline)) {
                case ExpansionResult.Invalid(var problems) ->
                    Optional.of(problems.stream().map(Problem::text).collect(Collectors.joining("; ")));
                case ExpansionResult.Expanded _ -> {
                    fitting.add(pair);
                    yield Optional.empty();
                }
            };
        }
    }
}
