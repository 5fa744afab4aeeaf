package io.gennaker.pipeline.reading;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The JSON Schema for editors says what the reader does.
class SchemaTest {
    private static final String TEXT = resource("/io/gennaker/pipeline/gennaker-v1.schema.json");
    private static final SchemaRegistry REGISTRY =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema SCHEMA = REGISTRY.getSchema(TEXT, InputFormat.JSON);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static String resource(String name) {
        try (InputStream stream = SchemaTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static JsonNode schema() throws IOException {
        return JSON.readTree(TEXT);
    }

    private static List<String> problems(String yaml) throws IOException {
        var problems = new ArrayList<String>();
        for (Object document : new Load(LoadSettings.builder().build()).loadAllFromString(yaml)) {
            SCHEMA.validate(JSON.writeValueAsString(document), InputFormat.JSON).stream()
                    .map(Error::toString)
                    .forEach(problems::add);
        }
        return problems;
    }

    @Test
    void shouldBeASchema() {
        // When
        var problems = REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(TEXT, InputFormat.JSON);

        // Then
        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Shape.class)
    void shouldHaveTheKeysOfTheReader(Shape shape) throws IOException {
        // When
        JsonNode object = schema().path("$defs").path(camelCase(shape.name()));

        // Then
        assertThat(names(object.path("properties"))).isEqualTo(new TreeSet<>(shape.keys()));
        assertThat(texts(object.path("required"))).isEqualTo(new TreeSet<>(shape.required()));
        assertThat(object.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void shouldHaveNoObjectThatTheReaderDoesNotKnow() throws IOException {
        // Given
        var known = new TreeSet<String>();
        for (Shape shape : Shape.values()) {
            known.add(camelCase(shape.name()));
        }

        // When
        var closed = new TreeSet<String>();
        schema().path("$defs").fields().forEachRemaining(definition -> {
            if (definition.getValue().has("properties")) {
                closed.add(definition.getKey());
            }
        });

        // Then
        assertThat(closed).isEqualTo(known);
    }

    @Test
    void shouldDescribeEveryKey() throws IOException {
        schema().path("$defs")
                .fields()
                .forEachRemaining(definition -> definition
                        .getValue()
                        .path("properties")
                        .fields()
                        .forEachRemaining(key -> assertThat(key.getValue().has("description")
                                        || key.getValue().has("$ref"))
                                .as(definition.getKey() + "." + key.getKey())
                                .isTrue()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"clusters.yaml", "pipeline.yaml", "install.yaml"})
    void shouldAcceptTheExample(String file) throws IOException {
        assertThat(problems(Shop.text(file))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            times: [{from: 2026-12-23T18:00:00+01:00, to: 2026-12-27T09:00:00+01:00}] | true
            times: [{days: [fri], hours: "16:00-24:00", zone: Europe/Berlin}, {zone: UTC}] | true
            arriving: reject | true
            arriving: drop | false
            times: [{from: 2026-12-23T18:00:00+01:00}] | false
            times: [{days: [fri]}] | false
            times: [{from: 2026-12-23T18:00:00+01:00, to: 2026-12-27T09:00:00+01:00, zone: UTC}] | false
            times: [] | false
            """)
    void shouldAcceptTheFreezesThatTheReaderAccepts(String line, boolean accepted) throws IOException {
        // Given
        String freeze = """
                apiVersion: gennaker/v1
                kind: Freeze
                metadata: {name: christmas}
                spec:
                  applications: ["*"]
                  reason: Nobody is there to help
                  %s
                """.formatted(line);

        // Then
        assertThat(Definitions.read("freeze.yaml", freeze) instanceof ReadResult.Read)
                .isEqualTo(accepted);
        assertThat(problems(freeze).isEmpty()).isEqualTo(accepted);
    }

    /// Mistakes that a schema can see, each found by both.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kind: deploy | kind: deplooy
            workload: shop | worklaod: shop
            tolerance: 8 | tolerance: five
            tolerance: 8 | tolerance: 51
            timeout: 2h | timeout: 2 hours
            whenFull: queue | whenFull: wait
            direction: increase | direction: up
            preset: istio-latency-p50 | preset: istio-latency
            preset: istio-latency-p50 | query: up, preset: istio-latency-p50
            weight: 33 | weight: 51
            onExpiry: reject | onExpiry: ignore
            url: https://git | url: [https://git
            apiVersion: gennaker/v1 | apiVersion: gennaker/v2
            image: us.gcr.io/acme/shop | image: us.gcr.io/acme/shop:v1
            manifest: manifests/schema-job.yaml | manifest: ../schema-job.yaml
            name: replicas | name: replicas-of-shop
            image: us.gcr.io/acme/shop | git: {repository: github.com/acme/shop}
            image: us.gcr.io/acme/shop | http: {url: "file:///etc/passwd"}
            """)
    void shouldRefuseWhatTheReaderRefuses(String piece, String mistake) throws IOException {
        // Given
        String good = Shop.text("pipeline.yaml");
        assertThat(good).contains(piece);
        String bad = good.replaceFirst(Pattern.quote(piece), mistake)
                .replaceFirst("query: up, ", "query: up\n            ")
                .replaceFirst("url: \\[(.*)", "url: [\"$1\"]");

        // Then
        assertThat(Definitions.read("pipeline.yaml", bad)).isInstanceOf(ReadResult.Invalid.class);
        assertThat(problems(bad)).isNotEmpty();
    }

    @Test
    void shouldAcceptFilesFromOutside() throws IOException {
        // Given
        String good = Shop.text("pipeline.yaml");
        String text = good.replace("  artifacts:\n", """
                          artifacts:
                            - {name: config, git: {repository: github.com/acme/shop, ref: main, path: a.yaml}, prior: true}
                            - {name: job, http: {url: "https://files.example.com/job.yaml"}, default: job.yaml}
                        """)
                .replace("manifest: manifests/schema-job.yaml", "manifest: {artifact: job}");
        assertThat(text).contains("{artifact: job}", "name: config");

        // Then
        assertThat(Definitions.read("pipeline.yaml", text)).isInstanceOf(ReadResult.Read.class);
        assertThat(problems(text)).isEmpty();
    }

    private static Set<String> names(JsonNode object) {
        var names = new TreeSet<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static Set<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String camelCase(String constant) {
        var name = new StringBuilder();
        for (String word : constant.split("_")) {
            String lower = word.toLowerCase(Locale.ROOT);
            name.append(name.isEmpty() ? lower : lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
        }
        return name.toString();
    }
}
