package io.gennaker.pipeline.reading;

import io.gennaker.pipeline.problem.Problem;
import io.gennaker.pipeline.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads labels as Kubernetes has them.
final class Labels {
    private Labels() {}

    static Map<String, String> read(ObjectReader object) {
        var labels = new LinkedHashMap<String, String>();
        for (YamlNode.Entry entry : object.entries("labels")) {
            String name = entry.key().text();
            String path = object.pathOf("labels") + "." + name;
            if (!Words.LABEL_KEY.fit(name)) {
                object.source().problem(entry.key(), path, Problem.quote(name), Words.LABEL_KEY.allowed());
            }
            object.textOf(entry.value(), path, Words.LABEL_VALUE).ifPresent(value -> labels.put(name, value));
        }
        return labels;
    }
}
