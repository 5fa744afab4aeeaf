package io.gennaker.trigger.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.FactKind;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionMessageTest {
    private static final String IMAGE = "us.gcr.io/acme/shop";
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String DIGEST = "sha256:" + "0f".repeat(32);

    private static TriggerEvent read(String data) throws UnreadableCall {
        return SubscriptionMessage.read("pubsub:acme/gcr", "m1", data, Map.of("team", "shop"), NOON);
    }

    private static TriggerEvent.ImageChanged image(String data) throws UnreadableCall {
        return (TriggerEvent.ImageChanged) read(data);
    }

    @Test
    void shouldReadThePushOfATag() throws Exception {
        // When
        TriggerEvent event = read("""
                {"action":"INSERT","digest":"%s@%s","tag":"%s:v2019.10.21-13-g832b8366"}""".formatted(IMAGE, DIGEST, IMAGE));

        // Then
        assertThat(event)
                .isEqualTo(new TriggerEvent.ImageChanged(
                        "pubsub:acme/gcr",
                        "m1",
                        RegistryAction.INSERT,
                        ImageReference.parse(IMAGE + ":v2019.10.21-13-g832b8366@" + DIGEST),
                        Map.of("team", "shop"),
                        NOON));
    }

    @Test
    void shouldReadAPushWithoutATag() throws Exception {
        // When
        var event = image("{\"action\":\"INSERT\",\"digest\":\"%s@%s\"}".formatted(IMAGE, DIGEST));

        // Then
        assertThat(event.image()).isEqualTo(ImageReference.parse(IMAGE + "@" + DIGEST));
        assertThat(event.image().tag()).isNull();
    }

    @Test
    void shouldReadADeletedTagAndADeletedImage() throws Exception {
        assertThat(image("{\"action\":\"DELETE\",\"tag\":\"%s:1.1\"}".formatted(IMAGE)))
                .satisfies(event -> assertThat(event.action()).isEqualTo(RegistryAction.DELETE))
                .satisfies(event -> assertThat(event.image()).isEqualTo(ImageReference.parse(IMAGE + ":1.1")));
        assertThat(image("{\"action\":\"DELETE\",\"digest\":\"%s@%s\"}".formatted(IMAGE, DIGEST))
                        .image()
                        .digest())
                .isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"action\":\"INSERT\"}", "{\"action\":7}", "{\"name\":\"backup\"}"})
    void shouldReadAnyOtherObjectAsAFact(String data) throws Exception {
        assertThat(read(data))
                .isEqualTo(new TriggerEvent.FactReceived(
                        FactKind.MESSAGE, "pubsub:acme/gcr", "m1", Map.of("team", "shop"), data, NOON));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json                                        | the message cannot be read: it is not JSON",
                "[]                                              | the message is not a JSON object",
                "{\"action\":\"UPDATE\",\"tag\":\"a/b:1\"} | action is 'UPDATE'; allowed are [INSERT, DELETE]",
                "{\"action\":\"INSERT\",\"digest\":\"a/b:1\"}    | has no @sha256",
                "{\"action\":\"INSERT\",\"digest\":\"a/b@sha1:0\"} | image 'a/b@sha1:0'",
            })
    void shouldSayWhatIsWrongWithAnyOtherMessage(String data, String reason) {
        assertThatThrownBy(() -> read(data)).isInstanceOf(UnreadableCall.class).hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseAMessageThatNamesTwoImages() {
        assertThatThrownBy(() ->
                        read("{\"action\":\"INSERT\",\"digest\":\"a.io/b@%s\",\"tag\":\"a.io/c:1\"}".formatted(DIGEST)))
                .hasMessageContaining("must be of one image");
    }
}
