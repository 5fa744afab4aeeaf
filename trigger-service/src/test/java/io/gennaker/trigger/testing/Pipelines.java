package io.gennaker.trigger.testing;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.TemplateExpansion;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Definitions as the orchestrator announces them.
public final class Pipelines {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Actor DANA = new Actor("dana", List.of());

    private Pipelines() {}

    /// A pipeline that images of a repository start.
    public static DefinitionEvent.Applied applied(String name, String repository, String tag) {
        return applied(name, """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata:
                  name: %s
                spec:
                  artifacts:
                    - name: app
                      image: %s
                  triggers:
                    - name: pushed
                      type: registry
                      image: %s
                      tag: "%s"
                  stages:
                    - id: settle
                      kind: wait
                      duration: 1s
                """.formatted(name, repository, repository, tag));
    }

    /// A pipeline of any text.
    public static DefinitionEvent.Applied applied(String name, String document) {
        return new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE, name, Digest.of(document), name + ".yaml", document, Map.of(), DANA, NOON);
    }

    /// A pipeline whose text stays the same while the template that it names makes this of it.
    public static DefinitionEvent.Applied made(String name, String repository, String tag) {
        String written = """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec: {template: {name: service}}
                """.formatted(name);
        String document = applied(name, repository, tag).document();
        return new DefinitionEvent.Applied(
                DefinitionKind.PIPELINE,
                name,
                Digest.of(written),
                name + ".yaml",
                written,
                Map.of(),
                DANA,
                NOON,
                null,
                new TemplateExpansion(
                        "service", Digest.of("template"), TemplateChannel.STABLE, CompressedText.of(document)));
    }

    public static DefinitionEvent.Removed removed(String name) {
        return new DefinitionEvent.Removed(DefinitionKind.PIPELINE, name, DANA, NOON);
    }
}
