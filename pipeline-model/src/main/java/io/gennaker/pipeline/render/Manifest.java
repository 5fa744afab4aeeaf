package io.gennaker.pipeline.render;

import io.gennaker.pipeline.yaml.YamlNode;
import java.util.Optional;

/// One Kubernetes object as YAML.
public record Manifest(YamlNode.Mapping root) {
    public String kind() {
        return text("kind").orElse("");
    }

    public String name() {
        return scalar("metadata", "name").map(YamlNode.Scalar::text).orElse("");
    }

    private Optional<String> text(String key) {
        return scalar(key).map(YamlNode.Scalar::text);
    }

    Optional<YamlNode.Scalar> scalar(String... path) {
        return node(path).filter(YamlNode.Scalar.class::isInstance).map(YamlNode.Scalar.class::cast);
    }

    private Optional<YamlNode> node(String... path) {
        Optional<YamlNode> at = Optional.of(root);
        for (String key : path) {
            at = at.filter(YamlNode.Mapping.class::isInstance)
                    .map(YamlNode.Mapping.class::cast)
                    .flatMap(mapping -> mapping.get(key));
        }
        return at;
    }
}
