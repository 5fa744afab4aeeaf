package io.gennaker.spinnaker.trigger;

import io.gennaker.spinnaker.json.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// What must come with an event: Spinnaker starts only where one of its artifacts fits one that the trigger names.
final class AwaitedArtifacts {
    private static final String KEY = "expectedArtifactIds";
    private static final List<String> MATCHED = List.of("type", "name", "version", "location", "reference");

    private final Fields trigger;
    private final TriggerContext context;

    AwaitedArtifacts(Fields trigger, TriggerContext context) {
        this.trigger = trigger;
        this.context = context;
    }

    boolean isNone() {
        return !trigger.says(KEY);
    }

    /// Patterns of the paths of files of a Git host, of which one must have changed; empty where that is not all.
    Optional<List<String>> paths(String host) {
        var paths = new ArrayList<String>();
        for (String id : trigger.texts(KEY)) {
            Optional<String> path = match(id, List.of("type", "name"))
                    .filter(match -> isOf(match, host + "/file"))
                    .flatMap(match -> match.text("name"))
                    .flatMap(TextPattern::whole);
            if (path.isEmpty()) {
                return Optional.empty();
            }
            paths.add(path.get());
        }
        return Optional.of(List.copyOf(paths));
    }

    /// The regular expression of the tags that an image must have, given that of the trigger; empty where there is
    /// none that says both.
    ///
    /// @param image as Spinnaker calls it
    /// @param tag of the trigger; blank for any
    Optional<String> tag(String image, String tag) {
        if (isNone()) {
            return Optional.of(tag);
        }
        List<String> ids = trigger.texts(KEY);
        Optional<Fields> match = ids.size() == 1
                ? match(ids.getFirst(), List.of("type", "name", "version"))
                        .filter(one -> isOf(one, "docker/image"))
                        .filter(one -> fits(one.text("name").orElse(image), image))
                : Optional.empty();
        return match.map(one -> one.text("version").orElse(tag))
                .filter(version -> tag.isBlank() || version.equals(tag));
    }

    private Optional<Fields> match(String id, List<String> known) {
        return Optional.ofNullable(context.expected().get(id))
                .filter(match -> MATCHED.stream().allMatch(key -> known.contains(key) || !match.says(key)));
    }

    private static boolean isOf(Fields match, String type) {
        return match.text("type").orElse("").equals(type);
    }

    /// As Spinnaker compares: equal, or the whole text by a pattern.
    private static boolean fits(String pattern, String text) {
        try {
            return pattern.equals(text) || Pattern.matches(pattern, text);
        } catch (PatternSyntaxException malformed) {
            return false;
        }
    }

    /// The trigger is off: it would start more.
    void noteOff() {
        trigger.changed("enabled", "off, until the trigger says which artifacts must come with the event");
        trigger.notCarried(KEY, "the trigger cannot wait for these artifacts here, and would start more; it is off");
    }
}
