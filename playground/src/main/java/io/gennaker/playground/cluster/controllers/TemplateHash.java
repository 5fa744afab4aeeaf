package io.gennaker.playground.cluster.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// Names the ReplicaSet of a pod template: the same template has the same name.
final class TemplateHash {

    static final String LABEL = "pod-template-hash";

    /// No vowels and no look-alikes, as in Kubernetes.
    private static final String LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private TemplateHash() {}

    static String of(JsonNode template) {
        var sum = new CRC32C();
        sum.update(template.toString().getBytes(StandardCharsets.UTF_8));
        var left = sum.getValue();
        var hash = new StringBuilder();
        for (var at = 0; at < 7; at++) {
            hash.append(LETTERS.charAt((int) (left % LETTERS.length())));
            left /= LETTERS.length();
        }
        return hash.toString();
    }
}
