package io.gennaker.pipeline.render;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Template;
import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.problem.Problems;
import io.gennaker.pipeline.reading.Source;
import io.gennaker.pipeline.yaml.YamlFile;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds what is wrong with a file of manifests before anything is evaluated.
public final class ManifestCheck {
    private final Source source;
    private final Scope scope;

    private ManifestCheck(Source source, Scope scope) {
        this.source = source;
        this.scope = scope;
    }

    /// Problems of a file for a stage whose expressions have a scope.
    public static List<Problem> run(YamlFile file, Scope scope) {
        if (!file.problems().isEmpty()) {
            return file.problems();
        }
        var source = new Source(file, new Problems(file.name()));
        var check = new ManifestCheck(source, scope);
        file.documents().forEach(document -> check.document(document.root()));
        return source.problems().inOrder();
    }

    /// Problems of a file that holds one patch.
    ///
    /// @param list whether it must be a list of operations, not a part of an object
    /// @param secret name of the Secret that it patches; null where it patches anything else
    public static List<Problem> patch(YamlFile file, Scope scope, boolean list, @Nullable String secret) {
        if (!file.problems().isEmpty()) {
            return file.problems();
        }
        var source = new Source(file, new Problems(file.name()));
        if (file.documents().size() != 1) {
            return List.of(new Problem(
                    file.name(), 1, 1, "", file.documents().size() + " documents", "exactly one, the patch"));
        }
        YamlNode root = file.documents().getFirst().root();
        if (list != root instanceof YamlNode.Sequence || !list && !(root instanceof YamlNode.Mapping)) {
            source.problem(
                    root,
                    "",
                    root.describe(),
                    list
                            ? "a list of operations, as RFC 6902 has them"
                            : "a mapping, the part of the object to change");
        }
        if (secret == null) {
            SecretValues.find(root, source.problems());
        } else {
            SecretValues.findInPatch(root, secret, source.problems());
        }
        new ManifestCheck(source, scope).expressions(root, "");
        return source.problems().inOrder();
    }

    private void document(YamlNode root) {
        if (!(root instanceof YamlNode.Mapping mapping)) {
            source.problem(root, "", root.describe(), "a Kubernetes object");
            return;
        }
        var manifest = new Manifest(mapping);
        literal(manifest, "apiVersion");
        literal(manifest, "kind");
        if (manifest.scalar("metadata", "name").filter(ManifestCheck::isText).isEmpty()) {
            source.problem(root, "metadata.name", "no name", "a name, as objects are applied by name");
        }
        SecretValues.find(root, source.problems());
        expressions(root, "");
    }

    private static boolean isText(YamlNode.Scalar scalar) {
        return scalar.kind() == YamlNode.Kind.TEXT && !scalar.text().isBlank();
    }

    private void literal(Manifest manifest, String key) {
        Optional<YamlNode.Scalar> value = manifest.scalar(key).filter(ManifestCheck::isText);
        if (value.isEmpty()) {
            source.problem(manifest.root(), key, "no " + key, "text, as in any Kubernetes object");
        } else if (Template.hasExpression(value.get().text())) {
            source.problem(value.get(), key, "an expression", "the " + key + " as plain text");
        }
    }

    private void expressions(YamlNode node, String path) {
        switch (node) {
            case YamlNode.Scalar scalar -> {
                if (isText(scalar)) {
                    source.checkTemplate(scalar, path, scope);
                }
            }
            case YamlNode.Sequence sequence -> {
                for (int i = 0; i < sequence.items().size(); i++) {
                    expressions(sequence.items().get(i), path + "[" + i + "]");
                }
            }
            case YamlNode.Mapping mapping -> mapping.entries().forEach(entry -> entry(entry, path));
        }
    }

    private void entry(YamlNode.Entry entry, String path) {
        String key = entry.key().text();
        if (Template.hasExpression(key)) {
            source.problem(entry.key(), path, "an expression in the key " + quote(key), "expressions in values only");
        }
        expressions(entry.value(), path.isEmpty() ? key : path + "." + key);
    }
}
