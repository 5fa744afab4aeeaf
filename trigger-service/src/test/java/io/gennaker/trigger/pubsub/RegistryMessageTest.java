package io.gennaker.trigger.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryMessageTest {
    private static final String IMAGE = "us.gcr.io/acme/shop";
    private static final String DIGEST = "sha256:" + "0f".repeat(32);

    @Test
    void shouldReadThePushOfATag() throws Exception {
        // When
        var message = RegistryMessage.parse("""
                {"action":"INSERT","digest":"%s@%s","tag":"%s:v2019.10.21-13-g832b8366"}""".formatted(IMAGE, DIGEST, IMAGE));

        // Then
        assertThat(message)
                .isEqualTo(new RegistryMessage(
                        RegistryAction.INSERT, ImageReference.parse(IMAGE + ":v2019.10.21-13-g832b8366@" + DIGEST)));
    }

    @Test
    void shouldReadAPushWithoutATag() throws Exception {
        // When
        var message = RegistryMessage.parse("{\"action\":\"INSERT\",\"digest\":\"%s@%s\"}".formatted(IMAGE, DIGEST));

        // Then
        assertThat(message.image()).isEqualTo(ImageReference.parse(IMAGE + "@" + DIGEST));
        assertThat(message.image().tag()).isNull();
    }

    @Test
    void shouldReadADeletedTagAndADeletedImage() throws Exception {
        assertThat(RegistryMessage.parse("{\"action\":\"DELETE\",\"tag\":\"%s:1.1\"}".formatted(IMAGE)))
                .isEqualTo(new RegistryMessage(RegistryAction.DELETE, ImageReference.parse(IMAGE + ":1.1")));
        assertThat(RegistryMessage.parse("{\"action\":\"DELETE\",\"digest\":\"%s@%s\"}".formatted(IMAGE, DIGEST))
                        .image()
                        .digest())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "not json                                        | the message is not JSON",
                "[]                                              | the message is not a JSON object",
                "{}                                              | action is 'null'; allowed are [INSERT, DELETE]",
                "{\"action\":\"UPDATE\"}                         | action is 'UPDATE'; allowed are [INSERT, DELETE]",
                "{\"action\":\"INSERT\"}                         | neither digest nor tag is there",
                "{\"action\":7}                                  | action must be a text",
                "{\"action\":\"INSERT\",\"digest\":\"a/b:1\"}    | has no @sha256",
                "{\"action\":\"INSERT\",\"digest\":\"a/b@sha1:0\"} | digest 'a/b@sha1:0'",
            })
    void shouldSayWhatIsWrongWithAnyOtherMessage(String payload, String reason) {
        assertThatThrownBy(() -> RegistryMessage.parse(payload))
                .isInstanceOf(RegistryMessage.Unreadable.class)
                .hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseAMessageThatNamesTwoImages() {
        assertThatThrownBy(() -> RegistryMessage.parse(
                        "{\"action\":\"INSERT\",\"digest\":\"a.io/b@%s\",\"tag\":\"a.io/c:1\"}".formatted(DIGEST)))
                .hasMessageContaining("must be of one image");
    }
}
