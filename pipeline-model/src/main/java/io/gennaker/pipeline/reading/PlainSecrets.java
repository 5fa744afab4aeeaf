package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.yaml.YamlFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds secrets whose form gives them away, wherever they stand in a file: it would be kept, sent and shown as it is.
/// What is found is named, and never repeated.
public final class PlainSecrets {
    private static final Map<String, Pattern> FORMS = Map.of(
            "a token of Slack", Pattern.compile("xox[abeoprs]-[A-Za-z0-9-]{10,250}"),
            "a webhook of Slack", Pattern.compile("hooks\\.slack\\.com/services/[A-Za-z0-9/]{20,100}"),
            "a token of GitHub", Pattern.compile("(?:gh[opsur]_|github_pat_)[A-Za-z0-9_]{30,250}"),
            "a token of GitLab", Pattern.compile("glpat-[A-Za-z0-9_-]{20,100}"),
            "an access key of AWS", Pattern.compile("(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])"),
            "an API key of Google", Pattern.compile("AIza[A-Za-z0-9_-]{35}"),
            "a private key", Pattern.compile("-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----"));
    private static final String ALLOWED = "a name: secrets are files of the services, or Secrets that the cluster has";

    private PlainSecrets() {}

    public static List<Problem> in(YamlFile file) {
        String name = file.name();
        String text = file.text();
        var found = new ArrayList<Problem>();
        FORMS.forEach((what, form) -> {
            Matcher matcher = form.matcher(text);
            if (matcher.find()) {
                int line = 1
                        + (int) text.substring(0, matcher.start())
                                .chars()
                                .filter(c -> c == '\n')
                                .count();
                int column = matcher.start() - text.lastIndexOf('\n', Math.max(0, matcher.start() - 1));
                found.add(new Problem(name, line, Math.max(1, column), "", "what looks like " + what, ALLOWED, true));
            }
        });
        return found;
    }
}
