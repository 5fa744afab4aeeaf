package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import io.gennaker.spinnaker.report.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects the files that a pipeline takes from GitHub, GitLab or an address, from its expected artifacts.
final class OutsideFiles {
    private static final Set<String> TYPES = Set.of("github/file", "gitlab/file", "http/file");
    private static final Pattern GITHUB =
            Pattern.compile("https?://([^/]+)/(?:api/v3/)?repos/([^/]+/[^/]+)/contents/([^?]+)(\\?.*)?");
    private static final Pattern GITLAB =
            Pattern.compile("https?://([^/]+)/api/v4/projects/([^/]+)/repository/files/([^/?]+)(?:/raw)?(\\?.*)?");
    private static final Pattern REPOSITORY = Pattern.compile("[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9_.~-]+)+");
    private static final Pattern REF = Pattern.compile("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._/+-]*");
    private static final int LONGEST = 60;

    private final Map<String, ObjectNode> byName = new LinkedHashMap<>();
    private final Map<String, String> nameByArtifact = new LinkedHashMap<>();
    private final Set<String> taken;

    /// @param taken names of other artifacts
    OutsideFiles(Set<String> taken) {
        this.taken = taken;
    }

    static boolean is(Fields expected) {
        return TYPES.contains(type(expected));
    }

    private static String type(Fields expected) {
        return expected.object("matchArtifact").text("type").orElse("");
    }

    void expect(Fields expected) {
        Fields match = expected.object("matchArtifact");
        Fields standard = expected.object("defaultArtifact");
        Optional<String> reference = standard.text("reference").or(() -> match.text("reference"));
        Optional<ObjectNode> place = reference.flatMap(address -> place(type(expected), address));
        if (place.isEmpty()) {
            expected.rest(
                    Outcome.NOT_CARRIED,
                    "neither matchArtifact nor defaultArtifact has a reference that says where the file lies");
            return;
        }
        String shown = expected.text("displayName").or(() -> match.text("name")).orElse("file");
        String name = Slug.unique(Slug.of(shown, LONGEST), LONGEST, "-", taken);
        var artifact = JsonNodeFactory.instance.objectNode().put("name", name);
        artifact.setAll(place.get());
        if (artifact.get("git") instanceof ObjectNode git) {
            ref(expected, match, standard).ifPresent(ref -> git.put("ref", ref));
        }
        if (expected.flag("usePriorArtifact") || expected.flag("usePriorExecution")) {
            artifact.put("prior", true);
        }
        byName.put(name, artifact);
        expected.text("id").ifPresent(id -> nameByArtifact.put(id, name));
        expected.text("displayName").ifPresent(display -> nameByArtifact.put(display, name));
        note(expected, match, name);
    }

    private static Optional<ObjectNode> place(String type, String reference) {
        if (type.equals("http/file")) {
            return reference.matches("https?://\\S{1,1990}")
                    ? Optional.of(
                            object("http", JsonNodeFactory.instance.objectNode().put("url", reference)))
                    : Optional.empty();
        }
        Matcher found = (type.equals("github/file") ? GITHUB : GITLAB).matcher(reference);
        if (!found.matches()) {
            return Optional.empty();
        }
        String host = found.group(1).equals("api.github.com") ? "github.com" : found.group(1);
        String repository = host + "/" + decoded(found.group(2));
        return REPOSITORY.matcher(repository).matches()
                ? Optional.of(object(
                        "git",
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("repository", repository)
                                .put("path", decoded(found.group(3)))))
                : Optional.empty();
    }

    private static ObjectNode object(String key, ObjectNode value) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.set(key, value);
        return object;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }

    /// Spinnaker takes `master` where a default has no version.
    private static Optional<String> ref(Fields expected, Fields match, Fields standard) {
        Optional<String> ref = expected.flag("useDefaultArtifact")
                ? Optional.of(standard.text("version").orElse("master"))
                : match.text("version");
        return ref.filter(text -> REF.matcher(text).matches());
    }

    private static void note(Fields expected, Fields match, String name) {
        expected.notNeeded("names the artifact inside Spinnaker", "id");
        expected.changed("displayName", "the artifact is called " + name);
        match.exact("type");
        match.changed("name", "the file is told by its repository and path, or by its address");
        match.changed("reference", "the file is told by its repository and path, or by its address");
        match.changed("version", "it is the branch, tag or commit that is taken when none is given");
        match.changed("artifactAccount", "credentials are by host, in gennaker.git.hosts, or secretHeaders of http");
        match.notNeeded("how Spinnaker stores it", "id", "kind", "customKind", "uuid");
        match.notNeededUnlessSaid("empty", "location");
        for (String prior : new String[] {"usePriorArtifact", "usePriorExecution"}) {
            if (expected.flag(prior)) {
                expected.changed(prior, "it stands in only where the file cannot be had");
            } else {
                expected.notNeeded("off", prior);
            }
        }
        if (expected.flag("useDefaultArtifact")) {
            expected.changed("useDefaultArtifact", "what the pipeline says is taken where nothing is given");
        } else {
            expected.notNeeded("off", "useDefaultArtifact");
        }
        expected.changed("defaultArtifact", "its reference says where the file lies");
        expected.notNeeded("the artifact of a former run", "boundArtifact");
    }

    /// Names in the definition, by id and by display name of Spinnaker's expected artifact.
    Map<String, String> byArtifact() {
        return nameByArtifact;
    }

    void writeTo(ArrayNode artifacts) {
        byName.values().forEach(artifacts::add);
    }
}
