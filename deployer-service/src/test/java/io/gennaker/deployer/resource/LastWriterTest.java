package io.gennaker.deployer.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.deployer.testing.Yaml;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastWriterTest {
    private static Resource withManagers(String entries) {
        return Yaml.resource(
                "{apiVersion: networking.istio.io/v1, kind: VirtualService, metadata: {name: shop, managedFields: ["
                        + entries + "]}}");
    }

    private static String entry(String manager, String time, String fields) {
        return "{manager: " + manager + ", operation: Update, time: \"" + time + "\", fieldsV1: " + fields + "}";
    }

    @Test
    void shouldNameTheNewestOwnerOfTheField() {
        var resource = withManagers(String.join(
                ",",
                entry("gennaker", "2026-03-01T12:00:00Z", "{\"f:spec\": {\"f:http\": {}}}"),
                entry("kubectl-edit", "2026-03-01T12:00:05Z", "{\"f:spec\": {\"f:http\": {}}}"),
                entry("labeller", "2026-03-01T12:00:09Z", "{\"f:metadata\": {\"f:labels\": {}}}")));

        assertThat(LastWriter.of(resource, "gennaker", "spec", "http"))
                .contains(new LastWriter("kubectl-edit", "Update", Instant.parse("2026-03-01T12:00:05Z")));
    }

    @Test
    void shouldPreferTheOtherOneWithinASecond() {
        var resource = withManagers(String.join(
                ",",
                entry("kubectl-edit", "2026-03-01T12:00:00Z", "{\"f:spec\": {\"f:http\": {}}}"),
                entry("gennaker", "2026-03-01T12:00:00Z", "{\"f:spec\": {\"f:http\": {}}}")));

        assertThat(LastWriter.of(resource, "gennaker", "spec", "http"))
                .map(LastWriter::manager)
                .contains("kubectl-edit");
    }

    @Test
    void shouldNameTheNewestWriterWhenTheFieldIsGone() {
        var resource = withManagers(String.join(
                ",",
                entry("gennaker", "2026-03-01T12:00:00Z", "{\"f:metadata\": {}}"),
                entry("flux", "2026-03-01T12:00:05Z", "{\"f:spec\": {\"f:host\": {}}}")));

        assertThat(LastWriter.of(resource, "gennaker", "spec", "subsets"))
                .map(LastWriter::manager)
                .contains("flux");
    }

    @Test
    void shouldNameNobodyWhenTheServerDoesNotSay() {
        assertThat(LastWriter.of(withManagers(""), "gennaker", "spec", "http")).isEmpty();
    }
}
