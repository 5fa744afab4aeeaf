package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageRouteTest {
    private static final Pattern ROUTE = Pattern.compile("<Route path=\"(/[^\"]*)\"");

    @Test
    void shouldAnswerEachAddressThatThePageKnows() throws IOException {
        // Given
        List<String> addresses = ROUTE.matcher(Files.readString(Path.of("src/main/webui/src/App.tsx")))
                .results()
                .map(route -> route.group(1).replaceAll(":\\w+|\\*", "x"))
                .toList();

        assertThat(addresses).hasSizeGreaterThan(10).allMatch(address -> address.matches(PageRoute.ADDRESSES));
    }

    @Test
    void shouldNotAnswerOthers() {
        assertThat(List.of("/api/executions", "/imagesx", "/login"))
                .noneMatch(each -> each.matches(PageRoute.ADDRESSES));
    }
}
