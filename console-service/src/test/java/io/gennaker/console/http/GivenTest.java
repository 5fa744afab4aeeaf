package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenTest {
    @Test
    void shouldRefuseWhatTheDatabaseCannotHold() {
        assertThatThrownBy(() -> Given.remark("reason", "fine\0"))
                .hasMessage("reason has NUL as character 5; allowed are all characters but that");
        assertThatThrownBy(() -> Given.texts("parameters", Map.of("size", "\0")))
                .hasMessage("parameters.size has NUL as character 1; allowed are all characters but that");
        assertThatThrownBy(() -> Given.texts("files", Map.of("a\0", "x")))
                .hasMessage("a name in files has NUL as character 2; allowed are all characters but that");
        assertThatThrownBy(() -> Given.name("application", "\0"))
                .hasMessage("application has NUL as character 1; allowed are all characters but that");
        assertThatThrownBy(() -> Given.requestKey("requestId", "\0"))
                .hasMessage("requestId has NUL as character 1; allowed are all characters but that");
    }

    @Test
    void shouldRefuseTextsThatAreTooLong() {
        assertThat(Given.remark("reason", "x".repeat(2_000))).hasSize(2_000);
        assertThatThrownBy(() -> Given.remark("reason", "x".repeat(2_001)))
                .hasMessage("reason has 2001 characters; at most 2000 are allowed");
        assertThat(Given.name("application", "x".repeat(300))).hasSize(300);
        assertThatThrownBy(() -> Given.name("application", "x".repeat(301)))
                .hasMessage("application has 301 characters; at most 300 are allowed");
    }

    @Test
    void shouldMakeAKeyWhenNoneIsGiven() {
        assertThat(Given.requestKey("requestId", "r-1")).isEqualTo("r-1");
        assertThat(Given.requestKey("requestId", null)).isNotEqualTo(Given.requestKey("requestId", null));
    }
}
