package io.gennaker.pipeline.planning;

import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FetchedFile;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The values that are fixed when an execution starts, as expressions see them. What is absent has no field: ask with
/// `has()`.
public final class OuterBindings {
    private OuterBindings() {}

    public static Bindings of(
            String pipeline,
            String application,
            Map<String, Value> parameters,
            TriggerInfo trigger,
            List<Artifact> artifacts,
            List<FetchedFile> files) {
        var bound = new TreeMap<String, Value>();
        artifacts.forEach(artifact -> bound.put(artifact.name(), artifact(artifact)));
        files.forEach(file -> bound.put(file.name(), file(file)));
        return new Bindings(Map.of())
                .with("pipeline", Map.of("name", new Value.Text(pipeline), "application", new Value.Text(application)))
                .with("parameters", parameters)
                .with("trigger", trigger(trigger))
                .with("artifacts", bound);
    }

    private static Value artifact(Artifact artifact) {
        var fields = new TreeMap<String, Value>();
        Digest digest = artifact.image().digest();
        String tag = artifact.image().tag();
        fields.put("repository", new Value.Text(artifact.image().repository()));
        if (digest != null) {
            fields.put("digest", new Value.Text(digest.value()));
            fields.put("image", new Value.Text(artifact.image().pinned()));
        }
        if (tag != null) {
            fields.put("tag", new Value.Text(tag));
        }
        return new Value.Named(fields);
    }

    private static Value file(FetchedFile file) {
        var fields = new TreeMap<String, Value>();
        fields.put("digest", new Value.Text(file.digest().value()));
        if (file.commit() != null) {
            fields.put("commit", new Value.Text(file.commit()));
        }
        switch (file.source()) {
            case FileSource.GitFile(var repository, var ref, var path) -> {
                fields.put("repository", new Value.Text(repository));
                fields.put("ref", new Value.Text(ref));
                fields.put("path", new Value.Text(path));
            }
            case FileSource.HttpFile http -> fields.put("url", new Value.Text(http.url()));
            case null -> {}
        }
        return new Value.Named(fields);
    }

    private static Map<String, Value> trigger(TriggerInfo trigger) {
        var attributes = new TreeMap<String, Value>();
        trigger.attributes().forEach((name, value) -> attributes.put(name, new Value.Text(value)));
        var fields = new TreeMap<String, Value>();
        fields.put("kind", new Value.Text(trigger.kind()));
        fields.put("source", new Value.Text(trigger.source()));
        fields.put("attributes", new Value.Named(attributes));
        if (trigger.user() != null) {
            fields.put("user", new Value.Text(trigger.user()));
        }
        return fields;
    }
}
