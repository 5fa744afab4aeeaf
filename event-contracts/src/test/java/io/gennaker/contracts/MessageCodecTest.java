package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gennaker.contracts.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
    private static final String CANCEL = """
            {"executionId":"shop-1","by":{"user":"ada","roles":["sre"]},"reason":"why not","at":"2019-10-21T09:30:00Z"}""";

    @ParameterizedTest
    @EnumSource
    void shouldReadWhatItWrote(MessageType type) throws MalformedMessage {
        // Given
        var envelope = Samples.envelope(type);

        // When
        var read = MessageCodec.read(MessageCodec.headers(envelope), MessageCodec.value(envelope.message()));

        // Then
        assertThat(read).isEqualTo(envelope);
    }

    @Test
    void shouldWriteHeadersOfCloudEvents() {
        // Given
        var envelope = new Envelope(
                "id-1",
                "/trigger",
                Instant.parse("2019-10-21T09:26:41Z"),
                "cause-1",
                null,
                Samples.message(MessageType.EXECUTION_START));

        // When
        var headers = MessageCodec.headers(envelope);

        // Then
        assertThat(headers)
                .containsExactlyEntriesOf(mapOf(
                        "ce_specversion", "1.0",
                        "ce_id", "id-1",
                        "ce_source", "/trigger",
                        "ce_type", "io.gennaker.execution.start.v1",
                        "ce_subject",
                                ((ExecutionCommand) envelope.message())
                                        .executionId()
                                        .value(),
                        "ce_time", "2019-10-21T09:26:41Z",
                        "ce_causationid", "cause-1",
                        "content-type", "application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time"})
    void shouldRefuseWhenHeaderIsMissing(String header) {
        // Given
        var headers = new HashMap<>(Samples.headers(MessageType.EXECUTION_CANCEL));
        headers.remove(header);

        // When
        var reason = refusal(headers, CANCEL);

        // Then
        assertThat(reason)
                .startsWith("header " + header + " is missing; found are ")
                .contains("content-type");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ce_specversion | 0.3             | header ce_specversion is '0.3'; allowed is 1.0
            ce_type        | io.acme.x.v1    | header ce_type is 'io.acme.x.v1', which is unknown; allowed are the types of the contracts, for example io.gennaker.image.changed.v1
            ce_time        | yesterday       | header ce_time is 'yesterday'; allowed is a time such as 2026-01-31T12:00:00Z
            ce_time        | 2019-13-40T00:00:00Z | header ce_time is '2019-13-40T00:00:00Z'; allowed is a time such as 2026-01-31T12:00:00Z
            content-type   | text/plain      | header content-type is 'text/plain'; allowed is application/json
            """)
    void shouldRefuseWhenHeaderIsWrong(String header, String value, String expected) {
        // Given
        var headers = new HashMap<>(Samples.headers(MessageType.EXECUTION_CANCEL));
        headers.put(header, value);

        // When
        var reason = refusal(headers, CANCEL);

        // Then
        assertThat(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ce_id, 200", "ce_causationid, 200", "ce_source, 300"})
    void shouldRefuseWhenHeaderIsTooLong(String header, int longest) {
        // Given
        var headers = new HashMap<>(Samples.headers(MessageType.EXECUTION_CANCEL));
        headers.put(header, "x".repeat(longest + 1));

        // When
        var reason = refusal(headers, CANCEL);

        // Then
        assertThat(reason)
                .isEqualTo("header %s has %d characters; at most %d are allowed", header, longest + 1, longest);
    }

    @Test
    void shouldDropTraceWhenItIsMalformed() throws MalformedMessage {
        // Given
        var headers = new HashMap<>(Samples.headers(MessageType.EXECUTION_CANCEL));
        headers.put("ce_traceparent", "not a trace");

        // When
        var envelope = MessageCodec.read(headers, bytes(CANCEL));

        // Then
        assertThat(envelope.traceparent()).isNull();
    }

    @Test
    void shouldAcceptContentTypeWithParameterAndNoOptionalHeaders() throws MalformedMessage {
        // Given
        var headers = new HashMap<>(Samples.headers(MessageType.EXECUTION_CANCEL));
        headers.put("content-type", "application/json; charset=utf-8");
        headers.remove("ce_causationid");
        headers.remove("ce_traceparent");

        // When
        var envelope = MessageCodec.read(headers, bytes(CANCEL));

        // Then
        assertThat(envelope.causationId()).isNull();
        assertThat(envelope.traceparent()).isNull();
        assertThat(envelope.message().key()).isEqualTo("shop-1");
    }

    @Test
    void shouldRefuseWhenThereIsNoValue() {
        // When
        var reason = refusal(Samples.headers(MessageType.EXECUTION_CANCEL), null);

        // Then
        assertThat(reason).isEqualTo("execution.cancel: has no value");
    }

    /// Found by fuzzing.
    @Test
    void shouldRefuseWhenValueIsInNoEncodingOfJson() {
        // Given
        var headers = MessageCodec.headers(Samples.envelope(MessageType.EXECUTION_CANCEL));
        byte[] beyondUnicode = {0, 0, 0, '{', 0x22, 0x39, 0x22, 0x49};

        // When
        var refused = catchThrowableOfType(MalformedMessage.class, () -> MessageCodec.read(headers, beyondUnicode));

        // Then
        assertThat(refused).hasMessageContaining("is no JSON in UTF-8");
    }

    @Test
    void shouldRefuseWhenValueIsTooLarge() {
        // Given
        var tooLarge = CANCEL.replace("why not", "x".repeat(MessageCodec.LARGEST));

        // When
        var reason = refusal(Samples.headers(MessageType.EXECUTION_CANCEL), tooLarge);

        // Then
        assertThat(reason).isEqualTo("execution.cancel: has 1000100 bytes; at most 1000000 are allowed");
    }

    @Test
    void shouldNotWriteWhenMessageIsTooLarge() {
        // Given
        var message = new ExecutionCommand.Cancel(
                new ExecutionId("shop-1"),
                new Actor("ada", List.of()),
                "x".repeat(MessageCodec.LARGEST),
                Instant.parse("2019-10-21T09:30:00Z"));

        // Then
        assertThatThrownBy(() -> MessageCodec.value(message))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("io.gennaker.execution.cancel.v1 for shop-1 has 1000095 ")
                .hasMessageEndingWith("bytes; at most 1000000 are allowed");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                                | is empty; allowed is an object
            null                              | is null; allowed is an object
            []                                | is a list; allowed is an object
            "text"                            | is text; allowed is an object
            {"executionId":"shop-1"           | is not valid JSON at line 1, column 24: Unexpected end-of-input: expected close marker for Object
            {"executionId":"shop-1",}         | is not valid JSON at line 1, column 25: Unexpected character ('}' (code 125)): was expecting double-quote to start field name
            {"executionId":"a","executionId":"b"} | is not valid JSON at line 1, column 33: Duplicate field 'executionId'
            {"executionId":"a"}               | by is missing
            {"by":{"user":null,"roles":[]}}   | by.user is missing
            {"by":{"user":"a","roles":["b",null]}} | by.roles[1] is missing
            {"by":{"user":"a","roles":[["b"]]}} | by.roles[0] is a list; allowed is text
            {"by":{"user":1,"roles":[]}}      | by.user is '1'; allowed is text
            {"by":{"user":"a","roles":[],"groups":[]}} | by.groups is unknown; allowed are roles, user
            {"executionId":"a","reason":"b","at":"2019-10-21T09:30:00Z","by":{"user":"a","roles":[]},"who":1} | who is unknown; allowed are at, by, executionId, reason
            {"at":"2019-13-21T09:30:00Z"}     | at is '2019-13-21T09:30:00Z'; allowed is a time such as 2026-01-31T12:00:00Z
            """)
    void shouldSayWhatIsWrongAndWhere(String value, String expected) {
        // When
        var reason = refusal(Samples.headers(MessageType.EXECUTION_CANCEL), value);

        // Then
        assertThat(reason).isEqualTo("execution.cancel: " + expected);
    }

    @Test
    void shouldRefuseNullInMap() {
        // When
        var reason = refusal(
                Samples.headers(MessageType.DEPLOYMENT_SUCCEEDED),
                Samples.valid(MessageType.DEPLOYMENT_SUCCEEDED)
                        .replace("\"deployment\": \"shop\"", "\"deployment\": null"));

        // Then
        assertThat(reason).isEqualTo("deployment.succeeded: outputs.deployment is missing");
    }

    @Test
    void shouldAcceptNullWhereItIsMeant() throws MalformedMessage {
        // Given
        var value = Samples.valid(MessageType.EXECUTION_FINISHED).replaceFirst("\\{", "{\"reason\":null,");

        // When
        var envelope = MessageCodec.read(Samples.headers(MessageType.EXECUTION_FINISHED), bytes(value));

        // Then
        assertThat(envelope.message()).isEqualTo(Samples.message(MessageType.EXECUTION_FINISHED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "1", "]", "x"})
    void shouldRefuseWhatFollowsTheMessage(String more) {
        // When
        var reason = refusal(Samples.headers(MessageType.EXECUTION_CANCEL), CANCEL + " " + more);

        // Then
        assertThat(reason)
                .matches("execution\\.cancel: (has more after the end of its object|is not valid JSON at line 1, .*)");
    }

    @Test
    void shouldRefuseWhenNestedTooDeeply() {
        // Given
        var deep = "{\"by\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        // When
        var reason = refusal(Samples.headers(MessageType.EXECUTION_CANCEL), deep.replace("\"by\"", "\"executionId\""));

        // Then
        assertThat(reason).startsWith("execution.cancel: ").hasSizeLessThan(200);
    }

    @Test
    void shouldStopReadingAtTheDeepestNesting() {
        // Given
        var task = "{\"a\":".repeat(ContractJson.DEEPEST) + "1" + "}".repeat(ContractJson.DEEPEST);

        // When
        var reason = refusal(Samples.headers(MessageType.DEPLOYMENT_START), "{\"task\":" + task + "}");

        // Then
        assertThat(reason)
                .isEqualTo("deployment.start: exceeds what is read: "
                        + "Document nesting depth (65) exceeds the maximum allowed (64)");
    }

    @Test
    void shouldKeepReasonShortWhenInputIsLong() {
        // Given
        var longName = CANCEL.replace("\"reason\"", "\"" + "n".repeat(40_000) + "\":1,\"reason\"");
        var longValue = CANCEL.replace("shop-1", "s".repeat(500_000));
        var longTime = CANCEL.replace("2019-10-21T09:30:00Z", "1\\u0000\\n".repeat(50_000));

        // When
        var reasons = List.of(longName, longValue, longTime).stream()
                .map(value -> refusal(Samples.headers(MessageType.EXECUTION_CANCEL), value))
                .toList();

        // Then
        assertThat(reasons)
                .allSatisfy(reason -> assertThat(reason)
                        .hasSizeLessThan(MessageCodec.LONGEST_REASON)
                        .contains("...")
                        .containsPattern("allowed|does not match")
                        .doesNotContainPattern("\\p{Cntrl}"));
    }

    @Test
    void shouldRequireComponentsOfContractsInOtherDocumentsToo() {
        // Given
        record Note(String text, @Nullable Actor by) {}

        // Then
        assertThatThrownBy(() -> MessageCodec.json().readValue("{\"by\":{\"user\":\"ada\"}}", Note.class))
                .hasMessageContaining("roles");
    }

    private static String refusal(Map<String, String> headers, @Nullable String value) {
        var refused = catchThrowableOfType(
                MalformedMessage.class, () -> MessageCodec.read(headers, value == null ? null : bytes(value)));
        assertThat(refused).as("refusal of %s", value).isNotNull();
        return String.valueOf(refused.getMessage());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, String> mapOf(String... pairs) {
        var map = new LinkedHashMap<String, String>();
        for (int index = 0; index < pairs.length; index += 2) {
            map.put(pairs[index], pairs[index + 1]);
        }
        return map;
    }
}
