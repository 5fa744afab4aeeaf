package io.gennaker.spinnaker.trigger;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.spinnaker.json.Fields;
import java.util.Map;
import java.util.Optional;

/// `git`: a push that a Git host tells of.
final class GitTrigger implements TriggerTranslator {
    private static final Map<String, String> HOSTS =
            Map.of("github", "github.com", "gitlab", "gitlab.com", "bitbucket", "bitbucket.org");

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
                    + "' is not in the pipeline: write a trigger of type git with `repository: HOST/" + repository
                    + "`");
        }
        if (!repository.matches("[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)+")) {
            return new TriggerTranslation.Unsupported("its repository '" + repository + "' is none");
        }
        var keys = JsonNodeFactory.instance.objectNode().put("type", "git").put("repository", host + "/" + repository);
        boolean enabled = trigger.at("enabled").asBoolean(true);
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
        trigger.notNeededUnlessSaid("any branch", "branch");
        trigger.notNeededUnlessSaid("none", "secret", "hash", "events");
        if (trigger.says("secret")) {
            trigger.notCarried(
                    "secret", "the trigger service checks it: put it into a file, gennaker.webhooks.NAME.secret-file");
        }
        return new TriggerTranslation.Written("git", keys, enabled);
    }
}
