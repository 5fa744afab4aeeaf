package io.gennaker.deployer.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.deployer.testing.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CustomRulesTest {
    private static final CustomRules RULES = new CustomRules(
            Map.of("Database.example.org", "status.phase == 'Running' && status.seen == metadata.generation"));

    private static Readiness of(String kind, String status) {
        return RULES.of(Yaml.resource("{apiVersion: example.org/v1, kind: " + kind
                        + ", metadata: {name: a, generation: 3}, spec: {size: null}, status: " + status + "}"))
                .orElse(new Readiness.Waiting("no rule"));
    }

    @Test
    void shouldBeReadyWhenTheConditionHolds() {
        assertThat(of("Database", "{phase: Running, seen: 3}")).isEqualTo(Readiness.ready());
    }

    @Test
    void shouldWaitWhenItDoesNotHoldOrHasNoValueYet() {
        assertThat(of("Database", "{phase: Running, seen: 2}"))
                .isEqualTo(new Readiness.Waiting(
                        "not yet: status.phase == 'Running' && status.seen == metadata.generation"));
        assertThat(of("Database", "{}"))
                .isInstanceOfSatisfying(
                        Readiness.Waiting.class,
                        waiting -> assertThat(waiting.reason()).contains("phase"));
    }

    @Test
    void shouldHaveNothingToSayAboutOtherKinds() {
        assertThat(of("Bucket", "{}")).isEqualTo(new Readiness.Waiting("no rule"));
    }

    @Test
    void shouldRefuseAConditionThatIsNoCel() {
        assertThatThrownBy(() -> new CustomRules(Map.of("Database.example.org", "statsu.phase == 1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("readiness of Database.example.org")
                .hasMessageContaining("metadata, spec, status");
    }
}
