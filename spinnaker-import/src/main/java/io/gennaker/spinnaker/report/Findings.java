package io.gennaker.spinnaker.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps account of the fields of one pipeline.
///
/// A field that is noted twice keeps the worse outcome. [#close] adds every field that nothing was noted about: so
/// none can get lost in silence.
public final class Findings {
    private static final String NOT_SHOWN = "(not shown)";
    private static final String UNKNOWN = "the importer does not know this field";
    private static final Pattern SECRET = Pattern.compile(
            "(?i)secret|password|passwd|token|credential[^s]|api.?key|auth|\\.data\\.|\\.stringData\\.|headers");
    /// Whoever knows the address of such a channel may write to it.
    private static final Pattern ADDRESS = Pattern.compile("notifications\\[\\d+]\\.address$");
    /// Fields whose value is secret where the `name` or `key` beside them says so, as of an environment variable.
    private static final Set<String> NAMED_BESIDE = Set.of("value", "default");
    /// Addresses that are secrets themselves, or hold one.
    private static final Pattern SECRET_ADDRESS = Pattern.compile(
            "(?i)hooks\\.slack\\.com/|webhook\\.office\\.com/|chat\\.googleapis\\.com/|discord(app)?\\.com/api/webhooks/"
                    + "|://[^/\\s]*@|[?&][^=&]*(token|key|secret|sig|password)[^=&]*=");
    private static final int LONGEST_VALUE = 120;

    private record Note(Outcome outcome, String reason) {}

    private final Map<String, Note> notes = new LinkedHashMap<>();

    public void add(String path, Outcome outcome, String reason) {
        notes.merge(
                path,
                new Note(outcome, reason),
                (earlier, later) -> earlier.outcome().compareTo(later.outcome()) >= 0 ? earlier : later);
    }

    /// Takes over what was noted elsewhere.
    public void addAll(Findings others) {
        others.notes.forEach((path, note) -> add(path, note.outcome(), note.reason()));
    }

    /// Notes every value below `root` that has no note yet.
    public void addRest(JsonNode root, String path, Outcome outcome, String reason) {
        leaves(root, path).stream()
                .filter(leaf -> !isCovered(leaf))
                .toList()
                .forEach(leaf -> add(leaf, outcome, reason));
    }

    /// All findings on a pipeline, in the order of its fields.
    public List<Finding> close(JsonNode pipeline) {
        addRest(pipeline, "", Outcome.NOT_CARRIED, UNKNOWN);
        var findings = new ArrayList<Finding>();
        collect(pipeline, "", "", false, findings);
        return List.copyOf(findings);
    }

    private void collect(JsonNode node, String path, String stage, boolean secret, List<Finding> findings) {
        Note note = notes.get(path);
        if (note != null) {
            findings.add(
                    new Finding(stage, path, secret ? NOT_SHOWN : shown(path, node), note.outcome(), note.reason()));
        }
        if (node.isObject()) {
            boolean named = SECRET.matcher(node.path("name").asText()).find()
                    || SECRET.matcher(node.path("key").asText()).find();
            node.properties()
                    .forEach(field -> collect(
                            field.getValue(),
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                            stage,
                            secret || named && NAMED_BESIDE.contains(field.getKey()),
                            findings));
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            JsonNode item = node.get(i);
            String name = path.equals("stages") ? item.path("name").asText("stage " + (i + 1)) : stage;
            collect(item, path + "[" + i + "]", name, secret, findings);
        }
    }

    /// Of scalars only, and never what may be secret: a report is passed around.
    private static String shown(String path, JsonNode node) {
        if (node.isContainerNode()) {
            return node.isObject() ? "{…}" : "[" + node.size() + "]";
        }
        if (SECRET.matcher(path).find()) {
            return NOT_SHOWN;
        }
        if (ADDRESS.matcher(path).find() && node.asText().contains("://")
                || SECRET_ADDRESS.matcher(node.asText()).find()) {
            return NOT_SHOWN;
        }
        String text = node.asText().strip().replaceAll("\\s+", " ");
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }

    private boolean isCovered(String path) {
        if (notes.containsKey(path)) {
            return true;
        }
        int dot = path.lastIndexOf('.');
        int bracket = path.lastIndexOf('[');
        int end = Math.max(dot, bracket);
        return end > 0 && isCovered(path.substring(0, end));
    }

    /// Paths of all values that hold no others.
    public static List<String> leaves(JsonNode node, String path) {
        var leaves = new ArrayList<String>();
        if (node.isContainerNode() && !node.isEmpty()) {
            node.properties()
                    .forEach(field -> leaves.addAll(
                            leaves(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey())));
            for (int i = 0; node.isArray() && i < node.size(); i++) {
                leaves.addAll(leaves(node.get(i), path + "[" + i + "]"));
            }
        } else if (!path.isEmpty()) {
            leaves.add(path);
        }
        return leaves;
    }
}
