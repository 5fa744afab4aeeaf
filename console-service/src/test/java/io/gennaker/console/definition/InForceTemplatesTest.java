package io.gennaker.console.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.Written;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Which version of its template a pipeline is checked with: the one that the orchestrator will give it.
class InForceTemplatesTest {
    private static final Written FIRST = version("1s");
    private static final Written SECOND = version("2s");
    private static final Written THIRD = version("3s");

    private static Written version(String duration) {
        return new Written("service.yaml", """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: service}
                spec: {pipeline: {stages: [{id: pause, kind: wait, duration: %s}]}}
                """.formatted(duration), Map.of());
    }

    /// Three versions of one template, its channel `stable`, and the pipeline `shop` on a version of it.
    private record Known(@Nullable Written incoming, Written used) implements TemplateStore {
        @Override
        public void store(DefinitionEvent event) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void keep(Collection<String> texts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<Written> written(DefinitionKind kind, String name) {
            return Optional.empty();
        }

        @Override
        public Optional<Written> version(String template, String digest) {
            return List.of(FIRST, SECOND, THIRD).stream()
                    .filter(version -> version.digest().value().equals(digest))
                    .findFirst();
        }

        @Override
        public List<Version> versions(String template) {
            return List.of();
        }

        @Override
        public List<ChannelState> channels(String template) {
            String next = incoming == null ? null : incoming.digest().value();
            return List.of(new ChannelState("stable", FIRST.digest().value(), next));
        }

        @Override
        public List<Move> moves(String template, int limit) {
            return List.of();
        }

        @Override
        public List<Use> uses(@Nullable String template) {
            return List.of();
        }

        @Override
        public Optional<Use> use(String pipeline) {
            var use = new Use("service", "shop", "shop", "stable", used.digest().value(), "", used);
            return Optional.of(use).filter(known -> known.pipeline().equals(pipeline));
        }
    }

    private static Optional<Digest> found(TemplateStore store, String pipeline) {
        var reference = new TemplatedPipeline.Reference.Followed("service", TemplateChannel.STABLE);
        var templated =
                new TemplatedPipeline(pipeline, "shop", null, reference, Map.of(), new TreeSet<>(), new TreeSet<>());
        return new InForceTemplates(store).find(templated).map(PipelineTemplate::digest);
    }

    @Test
    void shouldTakeWhatAPipelineHasWhileAnyWaveIsUnderWay() {
        // Given
        var ofThisWave = new Known(SECOND, SECOND);
        var ofAnEarlierWave = new Known(THIRD, SECOND);
        var notYet = new Known(SECOND, FIRST);

        // Then
        assertThat(found(ofThisWave, "shop")).contains(SECOND.digest());
        assertThat(found(ofAnEarlierWave, "shop")).contains(SECOND.digest());
        assertThat(found(notYet, "shop")).contains(FIRST.digest());
    }

    @Test
    void shouldTakeWhatTheChannelHasWithoutAWaveAndForANewPipeline() {
        // Given
        var withoutWave = new Known(null, SECOND);
        var inWave = new Known(SECOND, SECOND);

        // Then
        assertThat(found(withoutWave, "shop")).contains(FIRST.digest());
        assertThat(found(inWave, "cart")).contains(FIRST.digest());
    }
}
