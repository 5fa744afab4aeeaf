package io.gennaker.deployer.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.testing.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {
    private static final LabelSelector SELECTOR = LabelSelector.of(Yaml.value("""
            {"matchLabels":{"app":"shop"},"matchExpressions":[
              {"key":"tier","operator":"In","values":["web","api"]},
              {"key":"zone","operator":"NotIn","values":["c"]},
              {"key":"ready","operator":"Exists"},
              {"key":"old","operator":"DoesNotExist"}]}"""));

    @Test
    void shouldWriteEveryOperatorAsAQuery() {
        assertThat(SELECTOR.query()).isEqualTo("app=shop,tier in (web,api),zone notin (c),ready,!old");
    }

    @Test
    void shouldAcceptOnlyWhenAllAgree() {
        var labels = Map.of("app", "shop", "tier", "web", "ready", "");

        assertThat(SELECTOR.accepts(labels)).isTrue();
        assertThat(SELECTOR.accepts(Map.of("app", "shop", "tier", "batch", "ready", "")))
                .isFalse();
        assertThat(SELECTOR.accepts(Map.of("app", "shop", "tier", "web", "ready", "", "zone", "c")))
                .isFalse();
        assertThat(SELECTOR.accepts(Map.of("app", "shop", "tier", "web", "ready", "", "old", "1")))
                .isFalse();
        assertThat(SELECTOR.accepts(Map.of("app", "shop", "tier", "web"))).isFalse();
    }

    @Test
    void shouldReadWhatItWrites() {
        // Given
        var selector = LabelSelector.of(Yaml.resource("""
                {spec: {matchLabels: {app: shop, tier: web}, matchExpressions: [
                  {key: a, operator: In, values: [x, y]}, {key: b, operator: NotIn, values: [z]},
                  {key: c, operator: Exists}, {key: d, operator: DoesNotExist}]}}
                """).at("spec"));

        // When
        var read = LabelSelector.parse(selector.query());

        // Then
        assertThat(read).isEqualTo(selector);
        assertThat(LabelSelector.parse("")).isEqualTo(LabelSelector.equal(Map.of()));
    }
}
