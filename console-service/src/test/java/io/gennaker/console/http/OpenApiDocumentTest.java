package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page's types are generated from a copy of the API's description; this keeps the copy true.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class OpenApiDocumentTest {
    private static final Path COPY = Path.of("src/main/webui/openapi/openapi.json");
    private static final Path SERVED = Path.of("target/openapi.json");

    @Test
    void shouldServeTheDocumentThatThePageIsBuiltFromWhenAsked() throws IOException {
        // When
        String served = Api.as(null).get("/q/openapi?format=json").response().body();

        // Then
        Files.writeString(SERVED, served);
        var json = new ObjectMapper();
        assertThat(json.readTree(Files.readString(COPY)))
                .as("the API's description has changed: cp console-service/%s console-service/%s", SERVED, COPY)
                .isEqualTo(json.readTree(served));
    }
}
