package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedMessagesTest {
    private static final String TRACEPARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    @Test
    void shouldGiveEveryMessageBackAsItWasWritten() throws MalformedMessage {
        // Given
        var one = envelope("1", "line\nbreak, \"quote\", käse", "cause");
        var two = envelope("2", "}", null);

        // When
        byte[] packed = PackedMessages.pack(Stream.of(one, two)
                .map(envelope -> new PackedMessages.Single(
                        MessageCodec.headers(envelope), MessageCodec.value(envelope.message())))
                .toList());

        // Then
        assertThat(PackedMessages.isPacked(PackedMessages.headers())).isTrue();
        assertThat(PackedMessages.isPacked(MessageCodec.headers(one))).isFalse();
        assertThat(packed).asString(StandardCharsets.UTF_8).hasLineCount(2).startsWith("{\"specversion\":\"1.0\",");
        var singles = PackedMessages.unpack(packed);
        assertThat(singles).hasSize(2);
        assertThat(MessageCodec.read(singles.get(0).headers(), singles.get(0).value()))
                .isEqualTo(one);
        assertThat(MessageCodec.read(singles.get(1).headers(), singles.get(1).value()))
                .isEqualTo(two);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"id\":\"1\",\"data\":{}}",
                "{\"id\":\"1\",\"data\":{}}\n{",
                "no\n",
                "\n",
                "[]\n",
                "{\"id\":1,\"data\":{}}\n",
                "{\"id\":\"1\"}\n",
                "{\"data\":\n",
                "{\"data\":{\n",
            })
    void shouldRefuseWhatIsNotWrittenSo(String value) {
        assertThatThrownBy(() -> PackedMessages.unpack(value.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedMessage.class);
    }

    /// JSON allows for them, and a parser that guesses finds them.
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
    void shouldRefuseOtherEncodings(String encoding) {
        // Given
        byte[] line = "{\"specversion\":\"1.0\",\"data\":{}}".getBytes(Charset.forName(encoding));
        byte[] whole = Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';

        // When / Then
        assertThatThrownBy(() -> PackedMessages.unpack(whole)).isInstanceOf(MalformedMessage.class);
    }

    @Test
    void shouldLeaveItToTheReaderWhatIsInTheData() throws MalformedMessage {
        // When
        var singles = PackedMessages.unpack("{\"type\":\"t\",\"data\":[1}\n".getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(singles).singleElement().satisfies(single -> {
            assertThat(single.headers()).containsEntry("ce_type", "t");
            assertThat(single.value()).asString(StandardCharsets.UTF_8).isEqualTo("[1");
        });
    }

    private static Envelope envelope(String id, String reason, String cause) {
        return new Envelope(
                id,
                "/test",
                NOON,
                cause,
                TRACEPARENT,
                new ExecutionEvent.CancelRequested(
                        new ExecutionId("shop-1"), new Actor("ann", List.of()), reason, NOON));
    }
}
