package io.gennaker.trigger.matching;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.definition.ExpectedArtifact;
import io.gennaker.pipeline.definition.ExpectedFile;
import io.gennaker.pipeline.definition.Trigger;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.planning.Values;
import io.gennaker.pipeline.reading.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Makes the command that an event gives for a pipeline. Pure.
final class StartBuilder {
    /// Before the names of files among the attributes: what each is taken from.
    static final String FILE = "file.";

    private static final int MOST_ATTRIBUTES = 40;
    private static final int LONGEST_ATTRIBUTE = 500;

    /// An execution may have had more images than there is room for: not they are what must stay, but how deep it was
    /// and who had a part in it.
    private static final Comparator<String> IMAGES_LAST = Comparator.comparing(
                    (String name) -> name.startsWith(Running.ARTIFACT))
            .thenComparing(Comparator.naturalOrder());

    private final Event event;
    private final PipelineTrigger trigger;
    private final Trigger.Terms terms;

    StartBuilder(Event event, PipelineTrigger trigger) {
        this.event = event;
        this.trigger = trigger;
        this.terms = trigger.rule().terms();
    }

    /// @throws EvaluationFailed or MalformedTemplate when a parameter or an artifact has no value
    ExecutionCommand.Start start() throws EvaluationFailed, MalformedTemplate {
        FileRefs files = FileRefs.of(event, trigger.files(), refs());
        return new ExecutionCommand.Start(
                ExecutionId.of(trigger.pipeline(), event.source() + "/" + event.eventId()),
                trigger.pipeline(),
                new TriggerInfo(
                        event.kind(),
                        event.source(),
                        event.eventId(),
                        event.repeats() == null ? null : event.repeats().user(),
                        attributes(files)),
                parameters(),
                artifacts(),
                event.at(),
                null,
                files.refs());
    }

    /// What comes from outside is cut, never refused: it tells people why, and decides nothing any more.
    private Map<String, String> attributes(FileRefs files) {
        var known = new TreeMap<String, String>();
        event.attributes().entrySet().stream()
                .sorted(Map.Entry.comparingByKey(IMAGES_LAST))
                .limit(MOST_ATTRIBUTES)
                .forEach(entry -> known.put(entry.getKey(), cut(entry.getValue())));
        if (event.kind().equals(Concern.REGISTRY)) {
            ImageReference image = event.images().getFirst();
            known.put("repository", image.repository());
            if (image.digest() != null) {
                known.put("digest", image.digest().value());
            }
            if (image.tag() != null) {
                known.put("tag", image.tag());
            }
        }
        files.words().forEach((name, words) -> known.put(FILE + name, cut(words)));
        return known;
    }

    private static String cut(String value) {
        return (value.length() <= LONGEST_ATTRIBUTE ? value : value.substring(0, LONGEST_ATTRIBUTE)).replace('\0', ' ');
    }

    private Map<String, String> parameters() throws EvaluationFailed, MalformedTemplate {
        var texts = new TreeMap<String, String>();
        for (Map.Entry<String, Value> entry :
                Values.variables(terms.parameters(), event.bindings()).entrySet()) {
            String name = "parameters." + entry.getKey();
            texts.put(
                    entry.getKey(),
                    entry.getValue()
                            .inText()
                            .orElseThrow(() ->
                                    new EvaluationFailed(name, "it gives a list or a map; allowed: text, number")));
        }
        return texts;
    }

    /// Those that the trigger names.
    private Map<String, String> refs() throws EvaluationFailed, MalformedTemplate {
        var refs = new TreeMap<String, String>();
        for (ExpectedFile file : trigger.files()) {
            String template = terms.artifacts().get(file.name());
            if (template != null) {
                String ref = text(template);
                if (!Words.GIT_REF.fit(ref)) {
                    throw new EvaluationFailed(
                            template, "it gives '" + cut(ref) + "'; allowed: " + Words.GIT_REF.allowed());
                }
                refs.put(file.name(), ref);
            }
        }
        return refs;
    }

    private String text(String template) throws EvaluationFailed, MalformedTemplate {
        return Template.parse(template).evaluate(event.bindings()).inText().orElse("");
    }

    /// Those that the trigger names, and those of the event whose repository the pipeline expects.
    private List<Artifact> artifacts() throws EvaluationFailed, MalformedTemplate {
        var artifacts = new ArrayList<Artifact>();
        for (ExpectedArtifact expected : trigger.artifacts()) {
            String template = terms.artifacts().get(expected.name());
            if (template != null) {
                artifacts.add(new Artifact(expected.name(), named(expected, template)));
            } else {
                event.images().stream()
                        .filter(image -> image.repository().equals(expected.repository()))
                        .findFirst()
                        .ifPresent(image -> artifacts.add(new Artifact(expected.name(), image)));
            }
        }
        return artifacts;
    }

    private ImageReference named(ExpectedArtifact expected, String template)
            throws EvaluationFailed, MalformedTemplate {
        String text = text(template);
        try {
            ImageReference image = ImageReference.parse(text);
            if (image.repository().equals(expected.repository())) {
                return image;
            }
        } catch (IllegalArgumentException unreadable) {
            // said below
        }
        throw new EvaluationFailed(
                template, "it gives '" + cut(text) + "'; allowed: an image of " + expected.repository());
    }
}
