package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TriggerReaderTest {
    private static final String STORED = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata: {name: shop}
            spec:
              triggers: [{name: nightly, type: cron, schedule: "0 3 * * *", zone: UTC}]
              stages: [{id: ask, kind: judgement, title: Go on?, onExpiry: approve, inputs: [{name: ticket}]}]
            """;

    @Test
    void shouldStartAPipelineThatALaterRuleRefuses() throws UnreadableDefinition {
        // When
        var triggers = TriggerReader.triggersOf("shop.yaml", STORED);

        // Then
        assertThat(triggers)
                .extracting(trigger -> trigger.rule().terms().name())
                .containsExactly("nightly");
    }

    @Test
    void shouldSayWhyAPipelineCannotBeRead() {
        assertThatThrownBy(() -> TriggerReader.triggersOf("shop.yaml", STORED.replace("cron", "clock")))
                .isInstanceOf(UnreadableDefinition.class)
                .hasMessageContaining("spec.triggers[0].type: found 'clock'");
    }
}
