package io.gennaker.deployer.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.testing.Yaml;
import org.junit.jupiter.api.Test;

class MergePatchTest {
    private static final ExecutionId EXECUTION = new ExecutionId("shop-1");
    private static final Resource BEFORE = resource("{replicas: 2, list: [a, b], gone: 1}");
    private static final Resource AFTER = resource("{replicas: 3, list: [a], fresh: {deep: true}}");
    private static final Restoration.Previous PATCHED = new Restoration.Previous(
            BEFORE.key(),
            BEFORE,
            new Restoration.Amendment(MergePatch.between(BEFORE, AFTER), MergePatch.between(AFTER, BEFORE)));

    private static Resource resource(String spec) {
        return Yaml.resource("{apiVersion: v1, kind: Thing, metadata: {name: a, resourceVersion: \"7\"}, spec: " + spec
                + ", status: {a: 1}}");
    }

    @Test
    void shouldSayExactlyWhatMakesOneTheOther() {
        assertThat(Yaml.READER.text(MergePatch.between(BEFORE, AFTER)))
                .isEqualTo("{\"spec\":{\"replicas\":3,\"list\":[\"a\"],\"fresh\":{\"deep\":true},\"gone\":null}}");
    }

    @Test
    void shouldTakeAPatchBackWhileItIsInForce() {
        assertThat(Restoration.of(PATCHED, AFTER, EXECUTION, Yaml::value))
                .isEqualTo(new Restoration.Amend(BEFORE.key(), MergePatch.between(AFTER, BEFORE)));
    }

    @Test
    void shouldLeaveWhatIsAsBefore() {
        assertThat(Restoration.of(PATCHED, BEFORE, EXECUTION, Yaml::value)).isInstanceOf(Restoration.Leave.class);
    }

    @Test
    void shouldRefuseToTakeBackWhatSomebodyChangedSince() {
        assertThat(Restoration.of(PATCHED, resource("{replicas: 9}"), EXECUTION, Yaml::value))
                .isInstanceOfSatisfying(
                        Restoration.Refuse.class,
                        refuse -> assertThat(refuse.reason())
                                .isEqualTo("Thing a was changed since; it is left as it is"));
    }
}
