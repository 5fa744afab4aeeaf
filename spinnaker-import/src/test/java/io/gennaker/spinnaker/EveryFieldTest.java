package io.gennaker.spinnaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.report.Finding;
import io.gennaker.spinnaker.report.Findings;
import io.gennaker.spinnaker.report.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing is dropped in silence: every field of every fixture has an outcome, and what counts as exact is really
/// there.
class EveryFieldTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String UNKNOWN = "zzUnknown";
    /// What is carried or set aside as a whole, with all that it holds: manifests, switched-off parts, options of
    /// an enum.
    private static final Pattern WHOLE = Pattern.compile(
            "\\.manifests?(\\[\\d+])?\\.|trafficManagement\\.|defaultArtifact\\.|\\.options\\[|stageEnabled\\.|\\.(cancelP|p)ayload\\.|\\.patchBody(\\[\\d+])?\\.|pipelineParameters\\.|extendedScopeParams\\.|triggers\\[2]\\.payloadConstraints\\.");

    @ParameterizedTest
    @ValueSource(strings = {"shop-deliver.json", "every-stage.json", "files.json", "rich.json"})
    void shouldReportEveryField(String file) throws JsonProcessingException {
        // Given
        List<JsonNode> pipelines = pipelines(file);

        // When
        List<ImportedPipeline> imported = Fixtures.read(file);

        // Then
        for (int i = 0; i < pipelines.size(); i++) {
            List<Finding> findings = imported.get(i).findings();
            assertThat(Findings.leaves(pipelines.get(i), ""))
                    .allSatisfy(
                            leaf -> assertThat(findings).as(leaf).anyMatch(finding -> covers(finding.field(), leaf)));
            assertThat(findings)
                    .filteredOn(finding -> finding.outcome() != Outcome.EXACT)
                    .allSatisfy(finding ->
                            assertThat(finding.reason()).as(finding.field()).isNotBlank());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-deliver.json", "every-stage.json", "files.json", "rich.json"})
    void shouldSayThatItDoesNotCarryAFieldThatNobodyKnowsWhereverItStands(String file) throws JsonProcessingException {
        // Given
        JsonNode root = MAPPER.readTree(Fixtures.text(file));
        addUnknown(root);

        // When
        List<ImportedPipeline> imported = Fixtures.readText(root.toString());

        // Then
        for (int i = 0; i < imported.size(); i++) {
            JsonNode pipeline = root.isArray() ? root.get(i) : root;
            List<Finding> findings = imported.get(i).findings();
            assertThat(Findings.leaves(pipeline, ""))
                    .filteredOn(leaf ->
                            leaf.endsWith(UNKNOWN) && !WHOLE.matcher(leaf).find())
                    .isNotEmpty()
                    .allSatisfy(leaf -> assertThat(findings)
                            .as(leaf)
                            .anyMatch(finding ->
                                    covers(finding.field(), leaf) && finding.outcome() == Outcome.NOT_CARRIED));
        }
    }

    /// A canary configuration is carried whole.
    private static void addUnknown(JsonNode node) {
        if (node.has("metrics")) {
            return;
        }
        node.forEach(EveryFieldTest::addUnknown);
        if (node instanceof ObjectNode object) {
            object.put(UNKNOWN, "unheard of");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-deliver.json", "every-stage.json", "files.json", "rich.json"})
    void shouldValidateWhatItWrites(String file) {
        List<ImportedPipeline> imported = Fixtures.read(file);

        assertThat(imported).allSatisfy(pipeline -> {
            assertThat(pipeline.problems()).as(pipeline.name()).isEmpty();
            assertThat(pipeline.definition()).isPresent();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop-deliver.json", "every-stage.json", "files.json", "rich.json"})
    void shouldFindEveryPlainValueOfACarriedManifestInTheWrittenOne(String file) throws JsonProcessingException {
        // Given
        List<JsonNode> pipelines = pipelines(file);

        // When
        List<ImportedPipeline> imported = Fixtures.read(file);

        // Then
        for (int i = 0; i < pipelines.size(); i++) {
            String written = String.join("\n", imported.get(i).files().values());
            for (Finding finding : imported.get(i).findings()) {
                boolean carried = finding.outcome() == Outcome.EXACT || finding.outcome() == Outcome.CHANGED;
                if (carried && finding.field().matches(".*\\.manifests?(\\[\\d+])?")) {
                    assertThat(plainTexts(at(pipelines.get(i), finding.field())))
                            .allSatisfy(text -> assertThat(written).contains(text));
                }
            }
        }
    }

    private static List<JsonNode> pipelines(String file) throws JsonProcessingException {
        JsonNode root = MAPPER.readTree(Fixtures.text(file));
        return root.isArray()
                ? root.valueStream().filter(node -> !node.has("metrics")).toList()
                : List.of(root);
    }

    private static boolean covers(String field, String leaf) {
        return leaf.equals(field) || leaf.startsWith(field + ".") || leaf.startsWith(field + "[");
    }

    private static JsonNode at(JsonNode root, String path) {
        return root.at("/" + path.replaceAll("\\[(\\d+)]", "/$1").replace('.', '/'));
    }

    private static List<String> plainTexts(JsonNode node) {
        var texts = new ArrayList<String>();
        if (node.isTextual() && !node.asText().contains("${") && !node.asText().contains("\n")) {
            texts.add(node.asText());
        }
        node.forEach(child -> texts.addAll(plainTexts(child)));
        return texts;
    }
}
