package io.gennaker.judgement.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlackSignatureTest {
    private static final long AT = 1_531_420_618;
    private static final byte[] BODY = ("token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
                    + "&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
                    + "&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2F"
                    + "T1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121."
                    + "803a0bc887a14d10d2c447fce8b6703c")
            .getBytes(StandardCharsets.UTF_8);
    private static final String SIGNED = "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";

    private final SlackSignature signature = new SlackSignature("8f742231b10e8888abcd99yyyzzz85a5");

    @Test
    void shouldBelieveTheExampleOfSlacksDocumentation() {
        assertThat(signature.objection(Long.toString(AT), SIGNED, BODY, Instant.ofEpochSecond(AT)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-300, 300})
    void shouldBelieveItForFiveMinutes(long off) {
        assertThat(signature.objection(Long.toString(AT), SIGNED, BODY, Instant.ofEpochSecond(AT + off)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {-301, 301})
    void shouldNotBelieveItLonger(long off) {
        assertThat(signature.objection(Long.toString(AT), SIGNED, BODY, Instant.ofEpochSecond(AT + off)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("more than 5 minutes off"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v0=", "v1=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"})
    void shouldNotBelieveAnotherSignature(String other) {
        assertThat(signature.objection(Long.toString(AT), other, BODY, Instant.ofEpochSecond(AT)))
                .contains("X-Slack-Signature does not match");
    }
}
