package io.gennaker.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatementTest {
    private static final SigningKey KEY = SigningKey.generate();
    private static final String DIGEST = "sha256:" + "0".repeat(64);
    private static final Delivery DELIVERY = new Delivery(
            "shop-1",
            "shop",
            "shop",
            List.of(new Delivery.Material("us.gcr.io/acme/shop", null, DIGEST)),
            List.of(new Delivery.Material("definition", null, DIGEST)),
            DIGEST,
            DIGEST,
            Map.of("replicas", "3"),
            new Delivery.Trigger("manual", "console", "1", "ann", Map.of()),
            new Delivery.Rerun("shop-0", "bob", "the cluster was away"),
            Instant.parse("2026-01-01T10:00:00Z"),
            Instant.parse("2026-01-01T10:05:00Z"),
            "Succeeded",
            null,
            List.of(new Delivery.Stage(
                    "canary", "canary", "Succeeded", null, Map.of("verdict", "Pass", "decidedBy", "eve"))));

    @Test
    void shouldSayWhatWasDeliveredFromWhatByWhomAndWhoJudged() {
        // Given
        var envelope =
                Envelope.read(KEY.sign(Envelope.IN_TOTO, Statement.of(DELIVERY)).write());

        // When
        var statement = Statement.verify(envelope, List.of(SigningKey.generate().verifying(), KEY.verifying()));

        // Then
        assertThat(statement.at("/subject/0/name").asText()).isEqualTo("us.gcr.io/acme/shop");
        assertThat(statement.at("/subject/0/digest/sha256").asText()).isEqualTo("0".repeat(64));
        assertThat(statement
                        .at("/predicate/buildDefinition/externalParameters/trigger/user")
                        .asText())
                .isEqualTo("ann");
        assertThat(statement
                        .at("/predicate/buildDefinition/externalParameters/rerun/by")
                        .asText())
                .isEqualTo("bob");
        assertThat(statement
                        .at("/predicate/buildDefinition/resolvedDependencies/1/name")
                        .asText())
                .isEqualTo("definition");
        assertThat(statement.at("/predicate/runDetails/metadata/invocationId").asText())
                .isEqualTo("shop-1");
        assertThat(statement
                        .at("/predicate/runDetails/gennaker_delivery/stages/0/facts/decidedBy")
                        .asText())
                .isEqualTo("eve");
    }

    @Test
    void shouldRefuseWhenTheKeyIsNotTrusted() {
        // Given
        var envelope = KEY.sign(Envelope.IN_TOTO, Statement.of(DELIVERY));
        var other = SigningKey.generate().verifying();

        // When / Then
        assertThatThrownBy(() -> Statement.verify(envelope, List.of(other)))
                .hasMessageContaining("no signature is by a trusted key: 1 found, trusted are [" + other.id() + "]");
    }

    @Test
    void shouldRefuseWhenThePayloadWasChanged() {
        // Given
        var signed = KEY.sign(Envelope.IN_TOTO, Statement.of(DELIVERY));
        String text = new String(signed.content(), StandardCharsets.UTF_8).replace("\"ann\"", "\"eve\"");
        var forged = new Envelope(
                signed.payloadType(),
                Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)),
                signed.signatures());

        // When / Then
        assertThatThrownBy(() -> Statement.verify(forged, List.of(KEY.verifying())))
                .hasMessageContaining("no signature is by a trusted key");
    }

    @Test
    void shouldRefuseWhatIsSignedButNoProvenance() {
        // Given
        var other = KEY.sign(
                Envelope.IN_TOTO, "{\"_type\":\"https://in-toto.io/Statement/v0.1\"}".getBytes(StandardCharsets.UTF_8));

        // When / Then
        assertThatThrownBy(() -> Statement.verify(other, List.of(KEY.verifying())))
                .hasMessage("_type is 'https://in-toto.io/Statement/v0.1'; allowed is " + Statement.TYPE);
    }

    @Test
    void shouldReadKeysAsTheyWereWritten() {
        // When
        var again = SigningKey.read(KEY.pem());

        // Then
        assertThat(again.pem()).isEqualTo(KEY.pem());
        assertThat(VerifyingKey.read(KEY.pem()).id()).isEqualTo(KEY.verifying().id());
    }

    @Test
    void shouldRefuseAPairThatDoesNotBelongTogether() {
        // Given
        String mixed = KEY.pem().split("-----BEGIN PUBLIC")[0]
                + SigningKey.generate().verifying().pem();

        // When / Then
        assertThatThrownBy(() -> SigningKey.read(mixed)).hasMessageContaining("do not belong together");
    }
}
