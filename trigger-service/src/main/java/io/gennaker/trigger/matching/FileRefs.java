package io.gennaker.trigger.matching;

import io.gennaker.contracts.FactKind;
import io.gennaker.pipeline.definition.ExpectedFile;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Which commit an event of a Git host gives to the files that a pipeline takes from Git. Pure.
///
/// @param refs commits, or the tag of a release, by artifact
/// @param words for people, by artifact: what was given, or why nothing was
record FileRefs(Map<String, String> refs, Map<String, String> words) {
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /// @param named what the trigger says for itself, by artifact
    static FileRefs of(Event event, List<ExpectedFile> files, Map<String, String> named) {
        var refs = new TreeMap<String, String>();
        var words = new TreeMap<String, String>();
        for (ExpectedFile file : files) {
            switch (file.place()) {
                case ExpectedFile.InGit _
                when named.containsKey(file.name()) -> {
                    String ref = named.getOrDefault(file.name(), "");
                    refs.put(file.name(), ref);
                    words.put(file.name(), ref + ", as the trigger says");
                }
                case ExpectedFile.InGit git -> {
                    String why = mismatch(event, git);
                    String ref = ref(event);
                    if (why.isEmpty() && !ref.isEmpty()) {
                        refs.put(file.name(), ref);
                        words.put(file.name(), ref + " of " + event.subject());
                    } else {
                        words.put(file.name(), otherwise(file, git) + (why.isEmpty() ? "" : ", as " + why));
                    }
                }
                case ExpectedFile.AtUrl _ -> words.put(file.name(), file.words());
            }
        }
        return new FileRefs(refs, words);
    }

    /// Why an event gives nothing; empty where it does.
    private static String mismatch(Event event, ExpectedFile.InGit git) {
        if (!event.kind().equals(FactKind.GIT.word())) {
            return "the event is of no Git host";
        }
        String repository = event.attributes().getOrDefault("repository", "");
        if (!repository.equals(git.repository())) {
            return "the event is of " + repository;
        }
        String moved = moved(event);
        return git.ref() == null || git.ref().equals(moved) ? "" : "the event is of " + moved;
    }

    /// The branch of a push; the tag of a tag or a release.
    private static String moved(Event event) {
        Map<String, String> known = event.attributes();
        String kind = known.getOrDefault("action", "").equals("push") ? "branch" : "tag";
        return known.getOrDefault(kind, "");
    }

    private static String ref(Event event) {
        String revision = event.attributes().getOrDefault("revision", "");
        return COMMIT.matcher(revision).matches()
                ? revision
                : event.attributes().getOrDefault("tag", "");
    }

    private static String otherwise(ExpectedFile file, ExpectedFile.InGit git) {
        if (git.ref() != null) {
            return file.words();
        }
        return file.prior() ? "the one of before" : file.standard() == null ? "nothing" : "the default";
    }
}
