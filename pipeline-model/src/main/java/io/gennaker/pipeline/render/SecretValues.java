package io.gennaker.pipeline.render;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.problem.Problems;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds values of Secrets, and of environment variables that are secrets by their names, wherever they stand in a
/// manifest: it is kept, sent and shown as it is written. What is found is named, and never repeated.
public final class SecretValues {
    private static final Set<String> HOLDERS = Set.of("data", "stringData");
    private static final Pattern SECRET =
            Pattern.compile("(?:.*_)?(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|SECRET_?KEY|PRIVATE_?KEY)");
    /// What says nothing: a path, a reference to another variable, an expression.
    private static final Pattern HARMLESS =
            Pattern.compile("|true|false|/.*|\\$\\(.*\\)|\\$\\{\\{.*}}", Pattern.DOTALL);
    private static final String OTHERWISE = "none here: name a Secret that the cluster has already, for example by an"
            + " ExternalSecret or a SealedSecret";

    private final Problems problems;

    private SecretValues(Problems problems) {
        this.problems = problems;
    }

    /// Whether an environment variable is a secret by its name: `DB_PASSWORD` is one, `TOKEN_URL` is not.
    public static boolean isNameOfOne(String variable) {
        return SECRET.matcher(variable).matches();
    }

    /// In a file of manifests, at any depth.
    public static void find(YamlNode root, Problems problems) {
        new SecretValues(problems).walk(root, "");
    }

    /// In a patch of a Secret.
    static void findInPatch(YamlNode root, String name, Problems problems) {
        var values = new SecretValues(problems);
        switch (root) {
            case YamlNode.Mapping mapping -> values.held(mapping, "", name);
            case YamlNode.Sequence operations -> operations.items().forEach(item -> values.operation(item, name));
            case YamlNode.Scalar _ -> {}
        }
    }

    private void walk(YamlNode node, String path) {
        switch (node) {
            case YamlNode.Scalar _ -> {}
            case YamlNode.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    walk(sequence.items().get(i), path + "[" + i + "]");
                }
            }
            case YamlNode.Mapping mapping -> {
                var manifest = new Manifest(mapping);
                if (manifest.kind().equals("Secret")) {
                    held(mapping, path, manifest.name());
                }
                variable(mapping, path);
                mapping.entries()
                        .forEach(entry ->
                                walk(entry.value(), at(path, entry.key().text())));
            }
        }
    }

    private void held(YamlNode.Mapping secret, String path, String name) {
        for (YamlNode.Entry entry : secret.entries()) {
            String key = entry.key().text();
            boolean holds = entry.value() instanceof YamlNode.Mapping values
                    && !values.entries().isEmpty();
            if (holds && HOLDERS.contains(key)) {
                problems.object(entry.key().location(), at(path, key), "values of Secret " + quote(name), OTHERWISE);
            }
        }
    }

    /// One operation of a JSON patch; one that removes brings no value.
    private void operation(YamlNode node, String name) {
        if (!(node instanceof YamlNode.Mapping mapping) || mapping.get("value").isEmpty()) {
            return;
        }
        String path = text(mapping, "path").orElse("");
        String[] fields = path.split("/", 3);
        if (path.isEmpty() || HOLDERS.contains(fields[0]) || fields.length > 1 && mayHold(fields[1])) {
            problems.object(node.location(), "", "values of Secret " + quote(name), OTHERWISE);
        } else if (!path.startsWith("/")) {
            problems.add(node.location(), "path", quote(path), "a JSON pointer, such as /metadata/labels/team");
        }
    }

    /// What an expression gives is known too late.
    private static boolean mayHold(String field) {
        return HOLDERS.contains(field) || Template.hasExpression(field);
    }

    /// `{name: DB_PASSWORD, value: ...}`, as containers have it.
    private void variable(YamlNode.Mapping mapping, String path) {
        String name = text(mapping, "name").filter(SecretValues::isNameOfOne).orElse("");
        String value = text(mapping, "value").orElse("");
        if (!name.isEmpty() && !HARMLESS.matcher(value).matches()) {
            problems.object(
                    mapping.location(),
                    at(path, "value"),
                    "a value of environment variable " + quote(name),
                    "valueFrom.secretKeyRef, the name and key of a Secret that the cluster has; a path; an expression");
        }
    }

    private static Optional<String> text(YamlNode.Mapping mapping, String key) {
        return mapping.get(key).filter(YamlNode.Scalar.class::isInstance).map(node -> ((YamlNode.Scalar) node).text());
    }

    private static String at(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
