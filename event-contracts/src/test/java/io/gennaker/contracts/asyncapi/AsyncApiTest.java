package io.gennaker.contracts.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AsyncApiTest {
    private static final Path DOCUMENTS = Path.of("src/main/resources/io/gennaker/contracts/asyncapi");
    private static final Schema SPECIFICATION = specification();

    @ParameterizedTest
    @ValueSource(strings = {"messages", "trigger", "orchestrator", "deployer", "analysis", "judgement", "console"})
    void shouldFollowTheSpecification(String name) throws IOException {
        // Given
        var document = read(DOCUMENTS.resolve(name + ".yaml"));

        // When
        var problems = SPECIFICATION.validate(document.toString(), InputFormat.JSON).stream()
                .map(Error::toString)
                .toList();

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"messages", "trigger", "orchestrator", "deployer", "analysis", "judgement", "console"})
    void shouldReferOnlyToWhatExists(String name) throws IOException {
        // Given
        var document = read(DOCUMENTS.resolve(name + ".yaml"));

        // When
        var references = document.findValuesAsText("$ref");

        // Then
        assertThat(references).isNotEmpty();
        for (String reference : references) {
            assertThat(resolve(document, reference)).as(reference).isNotEmpty();
        }
    }

    private static JsonNode resolve(JsonNode document, String reference) throws IOException {
        int hash = reference.indexOf('#');
        String file = hash < 0 ? reference : reference.substring(0, hash);
        JsonNode target = file.isEmpty() ? document : read(DOCUMENTS.resolve(file));
        return hash < 0 ? target : target.at(reference.substring(hash + 1));
    }

    private static JsonNode read(Path file) throws IOException {
        return Yaml.read(Files.readString(file));
    }

    private static Schema specification() {
        try (var schema = AsyncApiTest.class.getResourceAsStream("/asyncapi/asyncapi-3.0.0.schema.json")) {
            // The specification's schema uses a keyword of its own.
            var dialect = Dialect.builder(Dialects.getDraft7())
                    .keyword(new NonValidationKeyword("example"))
                    .build();
            return SchemaRegistry.withDialect(dialect)
                    .getSchema(new String(schema.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }
}
