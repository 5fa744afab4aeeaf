package io.gennaker.console.definition;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.definition.TemplateStore.ChannelState;
import io.gennaker.console.definition.TemplateStore.Use;
import io.gennaker.console.definition.TemplateStore.Version;
import io.gennaker.pipeline.ExpansionResult;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.Wave;
import io.gennaker.pipeline.Written;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What moving a channel changes, and who lags behind.
class TemplateReportsTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Written FIRST = template("[0-9]+s", "limits: none");
    private static final Written SECOND = template("[0-9]s", "limits: some");
    private static final List<Version> VERSIONS = List.of(version(FIRST), version(SECOND));

    private static Written template(String pattern, String manifest) {
        return new Written("service.yaml", """
                apiVersion: gennaker/v1
                kind: PipelineTemplate
                metadata: {name: service}
                spec:
                  variables:
                    - {name: pause, type: string, pattern: "%s", default: 1s}
                  pipeline:
                    stages:
                      - {id: pause, kind: wait, duration: "$[[ template.pause ]]"}
                      - {id: apply, kind: deploy, cluster: one, namespace: shop, manifests: [app.yaml]}
                """.formatted(pattern), Map.of("app.yaml", """
                        apiVersion: v1
                        kind: ConfigMap
                        metadata: {name: app}
                        data: {%s}
                        """.formatted(manifest)));
    }

    private static Version version(Written written) {
        return new Version(written.digest().value(), written.fileName(), "ann", NOON);
    }

    private static Use use(String name, Written template, @Nullable String channel, String pause) {
        var written = new Written(name + ".yaml", """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: %s}
                spec: {template: {name: service, variables: {pause: %s}}}
                """.formatted(name, pause), Map.of());
        var made = (ExpansionResult.Expanded) PipelineTemplate.of(template).expand(written);
        return new Use("service", name, "shop", channel, template.digest().value(), made.document(), written);
    }

    @Test
    void shouldShowWhatChangesInEachPipelineAndWhoDoesNotFit() {
        // Given
        var followers = List.of(
                use("fits", FIRST, "stable", "2s"),
                use("not", FIRST, "stable", "20s"),
                use("there", SECOND, "stable", "1s"));

        // When
        var promotion = Promotion.of(PipelineTemplate.of(SECOND), followers, new Wave(100, List.of()), _ -> FIRST);

        // Then
        assertThat(promotion.total()).isEqualTo(3);
        assertThat(promotion.changes()).singleElement().satisfies(change -> {
            assertThat(change.pipeline()).isEqualTo("fits");
            assertThat(change.diff()).contains("-data: {limits: none}", "+data: {limits: some}");
            assertThat(change.diff()).noneMatch(line -> line.contains("duration"));
        });
        assertThat(promotion.unfit()).singleElement().satisfies(unfit -> {
            assertThat(unfit.pipeline()).isEqualTo("not");
            assertThat(unfit.problems())
                    .containsExactly("not.yaml:4:53: spec.template.variables.pause: found '20s'; allowed: text that"
                            + " matches [0-9]s");
        });
    }

    @Test
    void shouldTellWhoLagsAndWhy() {
        // Given
        var inWaves = List.of(
                new ChannelState(
                        "stable", FIRST.digest().value(), SECOND.digest().value()),
                new ChannelState("next", SECOND.digest().value(), null));
        var settled = List.of(
                new ChannelState("stable", SECOND.digest().value(), null),
                new ChannelState("next", SECOND.digest().value(), null));

        // Then
        assertThat(lag(use("a", SECOND, "stable", "1s"), inWaves).state()).isEqualTo(Lag.State.CURRENT);
        assertThat(lag(use("a", FIRST, "stable", "1s"), inWaves)).satisfies(lag -> {
            assertThat(lag.state()).isEqualTo(Lag.State.WAITING);
            assertThat(lag.behind()).isEqualTo(1);
        });
        assertThat(lag(use("a", FIRST, "stable", "20s"), inWaves)).satisfies(lag -> {
            assertThat(lag.state()).isEqualTo(Lag.State.UNFIT);
            assertThat(lag.reason()).contains("found '20s'");
        });
        assertThat(lag(use("a", FIRST, null, "1s"), settled).state()).isEqualTo(Lag.State.PINNED);
        assertThat(lag(use("a", FIRST, "stable", "20s"), settled)).satisfies(lag -> {
            assertThat(lag.state()).isEqualTo(Lag.State.UNFIT);
            assertThat(lag.reason()).contains("found '20s'");
        });
    }

    /// One that was stored by another version of the language.
    @Test
    void shouldTellWhoLagsBehindATemplateThatCannotBeRead() {
        // Given
        var unreadable =
                new Written("service.yaml", SECOND.document().replace("  variables:", "  varaibles:"), Map.of());
        var channels = List.of(new ChannelState("stable", SECOND.digest().value(), null));

        // When
        var lag =
                Lag.of(use("a", FIRST, "stable", "1s"), VERSIONS, channels, Optional.of(new Fits().wanted(unreadable)));

        // Then
        assertThat(lag.state()).isEqualTo(Lag.State.UNFIT);
        assertThat(lag.reason()).contains("service.yaml holds no valid template");
    }

    /// Thousands may wait for a wave, and each look takes milliseconds.
    @Test
    void shouldLookOnceWhetherAPipelineFits() {
        // Given
        var made = new ArrayList<String>();
        var fits = new Fits((template, pipeline) -> {
            made.add(pipeline.fileName());
            return template.expand(pipeline);
        });
        var good = use("good", FIRST, "stable", "1s").written();
        var bad = use("bad", FIRST, "stable", "20s").written();
        fits.wanted(SECOND).misfit(good);
        fits.wanted(SECOND).misfit(bad);

        // When
        var again = List.of(
                fits.wanted(SECOND).misfit(good),
                fits.wanted(SECOND).misfit(bad),
                fits.wanted(FIRST).misfit(bad));

        // Then
        assertThat(again.getFirst()).isEmpty();
        assertThat(again.get(1)).hasValueSatisfying(reason -> assertThat(reason).contains("found '20s'"));
        assertThat(again.getLast()).isEmpty();
        assertThat(made).containsExactly("good.yaml", "bad.yaml", "bad.yaml", "bad.yaml");
    }

    private static Lag lag(Use use, List<ChannelState> channels) {
        return Lag.of(use, VERSIONS, channels, Optional.of(new Fits().wanted(SECOND)));
    }

    @Test
    void shouldShowOnlyLinesNearAChange() {
        // Given
        String before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n";

        // Then
        assertThat(LineDiff.of(before, before)).isEmpty();
        assertThat(LineDiff.of(before, before.replace("b\n", "").replace("i\n", "x\ny\n")))
                .containsExactly(" a", "-b", " c", " d", "@@", " g", " h", "-i", "+x", "+y", " j");
    }
}
