package io.gennaker.console.definition;

import io.gennaker.console.definition.TemplateStore.Use;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Wave;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.PipelineDefinition;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.template.Folders;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Function;

/// What moving a channel changes: seen before it is done. Pure, and by the same rules as the move itself.
///
/// @param changes pipelines that come along
/// @param unfit pipelines that would come along but do not fit the version: they stay on the one that they have
/// @param total pipelines on the channel
public record Promotion(List<Change> changes, List<Unfit> unfit, int total) {
    public Promotion {
        changes = List.copyOf(changes);
        unfit = List.copyOf(unfit);
    }

    /// @param from digest of the template's version that the pipeline has
    /// @param diff lines of the pipeline and its manifests as the template makes them; empty when they stay the
    /// same
    public record Change(String pipeline, String from, List<String> diff) {
        public Change {
            diff = List.copyOf(diff);
        }
    }

    public record Unfit(String pipeline, String from, List<String> problems) {
        public Unfit {
            problems = List.copyOf(problems);
        }
    }

    /// @param followers pipelines on the channel
    /// @param versions of the template, by digest
    public static Promotion of(
            PipelineTemplate to, List<Use> followers, Wave wave, Function<String, Written> versions) {
        var has = new TreeMap<String, Boolean>();
        followers.forEach(
                use -> has.put(use.pipeline(), use.digest().equals(to.digest().value())));
        SortedSet<String> chosen = wave.choose(has);
        var changes = new ArrayList<Change>();
        var unfit = new ArrayList<Unfit>();
        for (Use use : followers) {
            if (chosen.contains(use.pipeline())) {
                add(use, to, versions, changes, unfit);
            }
        }
        return new Promotion(changes, unfit, followers.size());
    }

    private static void add(
            Use use, PipelineTemplate to, Function<String, Written> versions, List<Change> changes, List<Unfit> unfit) {
        switch (to.expand(use.written())) {
            case ExpansionResult.Expanded made ->
                changes.add(new Change(use.pipeline(), use.digest(), diff(use, made, versions.apply(use.digest()))));
            case ExpansionResult.Invalid(var problems) ->
                unfit.add(new Unfit(
                        use.pipeline(),
                        use.digest(),
                        problems.stream().map(Problem::text).toList()));
        }
    }

    private static List<String> diff(Use use, ExpansionResult.Expanded made, Written version) {
        Map<String, String> files =
                new TreeMap<>(Folders.joined(version.files(), use.written().files()));
        if (Definitions.stored(use.pipeline(), use.expanded()) instanceof ReadResult.Read(var documents)
                && documents.getFirst().definition() instanceof PipelineDefinition pipeline) {
            files.keySet().retainAll(pipeline.files());
        }
        return LineDiff.of(text(use.expanded(), files), text(made.document(), made.files()));
    }

    private static String text(String document, Map<String, String> files) {
        var text = new StringBuilder(document);
        new TreeMap<>(files)
                .forEach((path, content) -> text.append("# ")
                        .append(path)
                        .append('\n')
                        .append(content)
                        .append('\n'));
        return text.toString();
    }
}
