package io.gennaker.cli.display;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.analysis.canary.AnalysisReport;
import io.gennaker.contracts.MessageCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A report in which every field is used.
class ReportLinesTest {

    @Test
    void shouldPrintAWholeReportReadably() throws IOException {
        // When
        var lines = ReportLines.of(report(resource("whole.json")));

        // Then
        assertThat(String.join("\n", lines) + "\n").isEqualTo(resource("whole.txt"));
    }

    @Test
    void shouldReadAllThatTheServiceKept() throws IOException {
        // Given
        var kept = MessageCodec.json().readTree(resource("whole.json"));

        // When
        JsonNode read = MessageCodec.json().valueToTree(report(resource("whole.json")));

        // Then: -o json hands on the service's own text, this shows that the lines see all of it
        assertThat(paths("", read)).containsExactlyInAnyOrderElementsOf(paths("", kept));
    }

    @Test
    void shouldNotMissAFieldOfAReport() throws IOException {
        // Given: a name that stands for each number and text of a report, in the printed lines
        var kept = MessageCodec.json().readTree(resource("whole.json"));
        var printed = String.join("\n", ReportLines.of(report(resource("whole.json"))));

        // When, then: all texts of the document appear, but words that are said otherwise
        assertThat(texts(kept))
                .filteredOn(text -> !List.of(
                                "Increase",
                                "Either",
                                "Remove",
                                "Replace",
                                "DryRun",
                                "MeanRatio",
                                "Cles",
                                "PT1M",
                                "PT10S")
                        .contains(text))
                .filteredOn(text -> !text.contains("\n") && !text.contains("${"))
                .allSatisfy(text -> assertThat(printed).contains(text.strip()));
    }

    private static AnalysisReport report(String text) throws IOException {
        return MessageCodec.json().readValue(text, AnalysisReport.class);
    }

    private static List<String> paths(String path, JsonNode node) {
        var paths = new ArrayList<String>();
        if (node.isObject()) {
            node.properties().forEach(field -> paths.addAll(paths(path + "/" + field.getKey(), field.getValue())));
        } else if (node.isArray()) {
            for (var index = 0; index < node.size(); index++) {
                paths.addAll(paths(path + "/" + index, node.get(index)));
            }
        } else if (!node.isNull()) {
            paths.add(path);
        }
        return paths;
    }

    private static List<String> texts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isTextual()) {
            texts.add(node.asText());
        }
        if (!node.isObject() || !node.has("upper") || !node.has("at")) {
            node.forEach(child -> texts.addAll(texts(child)));
        }
        return texts;
    }

    private static String resource(String name) {
        try (var stream = ReportLinesTest.class.getResourceAsStream("/reports/" + name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
