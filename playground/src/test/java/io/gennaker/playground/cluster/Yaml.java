package io.gennaker.playground.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// Objects written as YAML in tests.
public final class Yaml {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    public static ObjectNode object(String text) {
        return JSON.valueToTree(new Load(LoadSettings.builder().build()).loadFromString(text));
    }

    /// A Deployment of `shop` in namespace `default`.
    public static ObjectNode deployment(String name, int replicas, String image) {
        return object("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %s}
                spec:
                  replicas: %d
                  selector: {matchLabels: {app: %s}}
                  template:
                    metadata: {labels: {app: %s, version: v1}}
                    spec:
                      containers:
                      - {name: main, image: "%s"}
                """.formatted(name, replicas, name, name, image));
    }
}
