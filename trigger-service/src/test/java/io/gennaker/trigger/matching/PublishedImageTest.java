package io.gennaker.trigger.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CdContext;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageType;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.contracts.testing.Samples;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublishedImageTest {
    private static final Instant AT = Instant.parse("2026-01-01T10:00:00Z");
    private static final String HEX = "ab".repeat(32);

    @Test
    void shouldBeThePushThatItTellsOf() {
        // Given
        var published = published("pkg:oci/shop@sha256%3A" + HEX + "?repository_url=us.gcr.io/acme/shop&tag=v2");

        // When
        var image = PublishedImage.of(published);

        // Then
        assertThat(image)
                .isEqualTo(new PublishedImage.Pushed(new TriggerEvent.ImageChanged(
                        "/ci",
                        "event-1",
                        RegistryAction.INSERT,
                        ImageReference.parse("us.gcr.io/acme/shop:v2@sha256:" + HEX),
                        Map.of("cdevent", "dev.cdevents.artifact.published.0.1.1", "user", "robot"),
                        AT)));
    }

    @Test
    void shouldReadAnImageReferenceAlike() {
        // Given
        var published = published("us.gcr.io/acme/shop:v2@sha256:" + HEX);

        // When
        var image = (PublishedImage.Pushed) PublishedImage.of(published);

        // Then
        assertThat(image.event().image()).hasToString("us.gcr.io/acme/shop:v2@sha256:" + HEX);
    }

    @Test
    void shouldReadTheSampleOfTheContract() {
        // Given
        var sample = (TriggerEvent.ArtifactPublished) Samples.message(MessageType.ARTIFACT_PUBLISHED);

        // When
        var image = PublishedImage.of(sample);

        // Then
        assertThat(image).isInstanceOf(PublishedImage.Pushed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "pkg:oci/shop?repository_url=us.gcr.io/acme/shop&tag=v2 | image us.gcr.io/acme/shop:v2 has no digest",
                "us.gcr.io/acme/shop:v2 | image us.gcr.io/acme/shop:v2 has no digest",
                "pkg:maven/org.acme/shop@1.0 | 'pkg:maven/org.acme/shop@1.0' is no image: its type is maven",
                "shop version 2 | image repository 'shop version 2' does not match",
            })
    void shouldSayWhyWhenNoImageCanBePinned(String id, String reason) {
        // When
        var image = PublishedImage.of(published(id));

        // Then
        assertThat(image)
                .isInstanceOfSatisfying(
                        PublishedImage.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith("dev.cdevents.artifact.published.0.1.1: subject.id: " + reason));
    }

    private static TriggerEvent.ArtifactPublished published(String id) {
        return new TriggerEvent.ArtifactPublished(
                new CdContext("0.3.0", "event-1", "/ci", "dev.cdevents.artifact.published.0.1.1", AT),
                new TriggerEvent.PublishedArtifact(id, "artifact", new TriggerEvent.PublishedContent("robot")));
    }
}
