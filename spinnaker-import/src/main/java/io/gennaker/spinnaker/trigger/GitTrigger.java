package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `git`: a push that a Git host tells of.
final class GitTrigger implements TriggerTranslator {
    /// Those whose webhooks the trigger service reads.
    private static final Map<String, String> HOSTS = Map.of("github", "github.com", "gitlab", "gitlab.com");

    private static final Set<String> PUSHES = Set.of("push", "push:push");

    @Override
    public String type() {
        return "git";
    }

    @Override
    public TriggerTranslation translate(Fields trigger, TriggerContext context) {
        String source = trigger.text("source").orElse("");
        String host = HOSTS.get(source);
        String repository =
                trigger.text("project").orElse("") + "/" + trigger.text("slug").orElse("");
        if (host == null) {
            return new TriggerTranslation.Unsupported("the host of '" + source
                    + "' calls no webhook that the trigger service reads: have its build call a trigger of type"
                    + " webhook");
        }
        if (!repository.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+")) {
            return new TriggerTranslation.Unsupported("its repository '" + repository + "' is none");
        }
        var keys = JsonNodeFactory.instance.objectNode().put("type", "git").put("repository", host + "/" + repository);
        boolean enabled = trigger.at("enabled").asBoolean(true) && listensToPushes(trigger);
        trigger.exact("type", "enabled", "project", "slug");
        trigger.changed("source", "the repository is " + host + "/" + repository);
        if (trigger.says("branch")) {
            Optional<String> branch = TextPattern.whole(trigger.text("branch").orElse(""));
            branch.ifPresentOrElse(
                    pattern -> {
                        keys.put("branch", pattern);
                        trigger.exact("branch");
                    },
                    () -> {
                        trigger.notCarried("branch", "no pattern here fits the same branches; the trigger is off");
                        trigger.changed("enabled", "off, until the pattern of the branch has been written");
                    });
            enabled = enabled && branch.isPresent();
        }
        enabled = paths(trigger, new AwaitedArtifacts(trigger, context), source, keys) && enabled;
        trigger.notNeededUnlessSaid("any branch", "branch");
        trigger.notNeededUnlessSaid("none", "secret", "hash", "events");
        if (trigger.says("secret")) {
            trigger.notCarried(
                    "secret", "the trigger service checks it: put it into a file, gennaker.webhooks.NAME.secret-file");
        }
        return new TriggerTranslation.Written("git", keys, enabled);
    }

    /// Of the events only pushes are carried.
    private static boolean listensToPushes(Fields trigger) {
        if (!trigger.says("events")) {
            return true;
        }
        List<String> events = trigger.texts("events");
        if (PUSHES.containsAll(events)) {
            trigger.exact("events");
            return true;
        }
        if (events.stream().anyMatch(PUSHES::contains)) {
            trigger.changed("events", "only pushes start it");
            return true;
        }
        trigger.changed("enabled", "off: it listened to events that are no pushes");
        trigger.notCarried("events", "a trigger of type git listens to pushes, tags and releases; it is off");
        return false;
    }

    /// Writes the files of which a push must change one; false where that is not all that it must bring.
    private static boolean paths(Fields trigger, AwaitedArtifacts awaited, String source, ObjectNode keys) {
        if (awaited.isNone()) {
            return true;
        }
        Optional<List<String>> paths = awaited.paths(source);
        paths.ifPresentOrElse(
                patterns -> {
                    patterns.forEach(keys.putArray("paths")::add);
                    trigger.changed(
                            "expectedArtifactIds", "`paths` are those of these files; one that is removed counts too");
                },
                awaited::noteOff);
        return paths.isPresent();
    }
}
