package io.gennaker.spinnaker;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.gennaker.spinnaker.json.Fields;
import io.gennaker.spinnaker.naming.Slug;
import io.gennaker.spinnaker.report.Outcome;
import io.gennaker.spinnaker.trigger.Repository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Collects the images that a pipeline delivers, and the files that it takes from outside, from its expected artifacts
/// and its triggers.
final class Images {
    private static final int LONGEST = 60;
    private static final String UNBOUND =
            "its image stands in no manifest that was imported: executions are refused until "
                    + "one has it, or until it is taken out of 'artifacts' and 'triggers'";

    private final Map<String, String> nameByRepository = new LinkedHashMap<>();
    private final Map<String, String> nameByArtifact = new LinkedHashMap<>();
    private final Map<String, List<Runnable>> unboundNotes = new LinkedHashMap<>();
    private final Set<String> taken = new HashSet<>();

    private final OutsideFiles files = new OutsideFiles(taken);

    void expected(Fields pipeline) {
        pipeline.objects("expectedArtifacts").forEach(this::expect);
    }

    private void expect(Fields expected) {
        if (OutsideFiles.is(expected)) {
            files.expect(expected);
            return;
        }
        Fields match = expected.object("matchArtifact");
        String type = match.text("type").orElse("");
        String found = match.text("name").orElse("");
        String repository = Repository.asPushed(found);
        if (!type.equals("docker/image") || !Repository.fits(repository)) {
            expected.rest(
                    Outcome.NOT_CARRIED,
                    "an artifact of a definition is an image by its repository with registry host, or a file of github, gitlab or http");
            return;
        }
        String name = add(repository, match, "name");
        nameByArtifact.put(expected.text("id").orElse(repository), name);
        expected.text("displayName").ifPresent(display -> nameByArtifact.put(display, name));
        match.exact("type", "name");
        if (!repository.equals(found)) {
            match.changed("name", "it is called " + repository + ", as Docker Hub tells of it");
        }
        match.notNeeded("how Spinnaker fetches and stores it", "artifactAccount", "id", "kind", "customKind", "uuid");
        for (String key : new String[] {"version", "reference", "location"}) {
            if (match.says(key)) {
                match.notCarried(key, "an image is matched by its repository; patterns of tags stand in the trigger");
            } else {
                match.notNeededUnlessSaid("empty", key);
            }
        }
        noteFallbacks(expected);
    }

    private static void noteFallbacks(Fields expected) {
        expected.notNeeded("names the artifact inside Spinnaker", "id");
        expected.changed("displayName", "the artifact is called after its image");
        for (String fallback : new String[] {"useDefaultArtifact", "usePriorArtifact", "usePriorExecution"}) {
            if (expected.flag(fallback)) {
                expected.notCarried(fallback, "there is no fallback: an execution without the image is refused");
            } else {
                expected.notNeeded("off", fallback);
            }
        }
        if (expected.flag("useDefaultArtifact")) {
            expected.notCarried("defaultArtifact", "there is no fallback: an execution without the image is refused");
        } else {
            expected.notNeeded("not used", "defaultArtifact");
        }
        expected.notNeeded("the artifact of a former run", "boundArtifact");
    }

    /// The name of an image in the definition; declared when it is new.
    ///
    /// @param from the object whose `key` names it: it is told there when no manifest has the image
    String add(String repository, Fields from, String key) {
        unboundNotes.computeIfAbsent(repository, _ -> new ArrayList<>()).add(() -> from.changed(key, UNBOUND));
        return nameByRepository.computeIfAbsent(
                repository,
                image -> Slug.unique(
                        Slug.of(image.substring(image.lastIndexOf('/') + 1), LONGEST), LONGEST, "-", taken));
    }

    Map<String, String> byArtifact() {
        return nameByArtifact;
    }

    /// Names of the files from outside, by id and by display name of Spinnaker's expected artifact.
    Map<String, String> files() {
        return files.byArtifact();
    }

    Optional<String> only() {
        return nameByRepository.size() == 1
                ? Optional.of(nameByRepository.values().iterator().next())
                : Optional.empty();
    }

    /// Tells of the images that stand in no manifest: better now than when an execution is refused.
    void noteUnbound(Collection<String> manifests) {
        unboundNotes.forEach((repository, notes) -> {
            // not `index.docker.io/...` for `docker.io/...`: an image is bound by its whole repository
            Pattern whole = Pattern.compile("(?<![A-Za-z0-9._/-])" + Pattern.quote(repository));
            if (manifests.stream().noneMatch(text -> whole.matcher(text).find())) {
                notes.forEach(Runnable::run);
            }
        });
    }

    ArrayNode written() {
        ArrayNode artifacts = JsonNodeFactory.instance.arrayNode();
        nameByRepository.forEach(
                (repository, name) -> artifacts.addObject().put("name", name).put("image", repository));
        files.writeTo(artifacts);
        return artifacts;
    }
}
