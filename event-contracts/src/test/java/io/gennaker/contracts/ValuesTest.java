package io.gennaker.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    private static final String DIGEST = "sha256:" + "ab".repeat(32);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "us.gcr.io/acme/shop:v2019.10.21-13-g832b8366",
                "localhost:5000/shop:v1",
                "shop:v1",
                "us.gcr.io/acme/shop@" + "sha256:abababababababababababababababababababababababababababababababab",
                "localhost:5000/a/b:v1@" + "sha256:abababababababababababababababababababababababababababababababab"
            })
    void shouldReadImageAsItIsWritten(String text) {
        // When
        var image = ImageReference.parse(text);

        // Then
        assertThat(image).hasToString(text);
    }

    @Test
    void shouldLeaveOutATextThatNoMessageCanCarry() {
        // Given
        var random = new Random(1);
        var noise = random.ints(2_000_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);

        // Then
        assertThat(CompressedText.fitting("numbers").map(CompressedText::text)).contains("numbers");
        assertThat(CompressedText.fitting(noise.toString())).isEmpty();
        assertThat(CompressedText.fitting("0".repeat(8 * 1024 * 1024))).isEmpty();
    }

    @Test
    void shouldTellPortFromTag() {
        // When
        var image = ImageReference.parse("localhost:5000/shop@" + DIGEST);

        // Then
        assertThat(image).isEqualTo(new ImageReference("localhost:5000/shop", null, new Digest(DIGEST)));
        assertThat(image.pinned()).isEqualTo("localhost:5000/shop@" + DIGEST);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            shop              | image shop has neither a tag nor a digest
            Acme/Shop:v1      | image repository 'Acme/Shop' does not match
            a b:v1            | image repository 'a b' does not match
            shop:v 1          | image tag 'v 1' does not match
            shop@md5:12       | digest 'md5:12' does not match
            ``                | image repository is empty
            """)
    void shouldRefuseImageThatIsNone(String text, String reason) {
        // Then
        assertThatThrownBy(() -> ImageReference.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(reason);
    }

    @Test
    void shouldNameSameExecutionForSameCause() {
        // When
        var first = ExecutionId.of("shop", "subscription/1");
        var again = ExecutionId.of("shop", "subscription/1");
        var other = ExecutionId.of("shop", "subscription/2");

        // Then
        assertThat(first).isEqualTo(again).isNotEqualTo(other);
        assertThat(first.value()).matches("shop-[0-9a-f]{12}");
        assertThat(first.revision()).matches("[0-9a-f]{10}").isNotEqualTo(other.revision());
    }

    @Test
    void shouldUnpackWhatItPacked() {
        // Given
        var text = "kind: Deployment\nname: größer\n".repeat(10_000);

        // When
        var packed = CompressedText.of(text);

        // Then
        assertThat(packed.text()).isEqualTo(text);
        assertThat(packed.gzip().length()).isLessThan(text.length() / 10);
    }

    @Test
    void shouldRefuseToUnpackTooMuch() {
        // Given
        var bomb = CompressedText.of("0".repeat(8 * 1024 * 1024 + 1));

        // Then
        assertThatThrownBy(bomb::text)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("compressed text unpacks to more than 8388608 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no base64!", "aGVsbG8=", ""})
    void shouldRefuseToUnpackWhatIsNotPacked(String text) {
        // Given
        var packed = new CompressedText(text);

        // Then
        assertThatThrownBy(packed::text).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseWeightsThatDoNotSumTo100() {
        // Then
        assertThatThrownBy(() -> new TrafficSplit(80, 10, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights 80/10/5 do not sum to 100");
    }

    @Test
    void shouldGiveBothVariantsTheSameWeight() {
        // When
        var split = TrafficSplit.even(33);

        // Then
        assertThat(split).isEqualTo(new TrafficSplit(34, 33, 33)).hasToString("34/33/33");
    }

    @Test
    void shouldDropStatisticsThatAreNotFinite() {
        // When
        var statistics = new SampleStatistics(0, Double.NaN, Double.POSITIVE_INFINITY, 1.0, Double.NaN);

        // Then
        assertThat(statistics).isEqualTo(new SampleStatistics(0, null, null, 1.0, null));
    }

    @Test
    void shouldRefuseShareThatIsNotFinite() {
        // Then
        assertThatThrownBy(() -> new ObservedSplit(Double.NaN, 0, 0, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("release share is NaN; allowed is a finite number");
    }

    @Test
    void shouldHaveWeightsOfGroupsInOneOrderWhateverTheRun() {
        // When
        var spec = new AnalysisSpec(
                "mann-whitney",
                Duration.ZERO,
                Duration.ofMinutes(10),
                Duration.ofSeconds(10),
                30,
                List.of(),
                Map.of("f", 20.0, "b", 10.0, "d", 10.0, "a", 10.0, "e", 10.0, "h", 10.0, "c", 20.0, "g", 10.0),
                90,
                75,
                null,
                null);

        // Then
        assertThat(spec.groupWeights().keySet()).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
    }

    @Test
    void shouldRefuseMarginalScoreAbovePass() {
        // Then
        assertThatThrownBy(() -> new AnalysisSpec(
                        "mann-whitney",
                        Duration.ZERO,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(10),
                        30,
                        List.of(),
                        Map.of(),
                        75,
                        90,
                        null,
                        null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("marginal score is 90.0; allowed is 0.0 to 75.0");
    }

    @ParameterizedTest
    @CsvSource({
        "IMAGE_CHANGED, projects/acme/subscriptions/gennaker",
        "DEFINITION_APPLY, Pipeline/shop",
        "DEFINITION_REMOVED, Cluster/staging",
        "EXECUTION_START, shop",
        "EXECUTION_CANCEL, shop-[0-9a-f]{12}",
        "STEP_CHANGED, shop-[0-9a-f]{12}",
        "DEPLOYMENT_START, shop-[0-9a-f]{12}",
        "ANALYSIS_COMPLETED, shop-[0-9a-f]{12}",
        "JUDGEMENT_DECIDE, shop-[0-9a-f]{12}"
    })
    void shouldKeyMessageByWhatKeepsItsOrder(MessageType type, String key) {
        // Given
        var message = Samples.message(type);

        // Then
        assertThat(message.key()).matches(key);
    }

    @Test
    void shouldNameOneWorkloadAndSubsetPerRevision() {
        // Given
        var execution = ExecutionId.of("shop", "1");
        var newer = ExecutionId.of("shop", "2");

        // When
        var subsets =
                List.of(Track.RELEASE.subset(execution), Track.CANARY.subset(execution), Track.CANARY.subset(newer));

        // Then
        assertThat(subsets).containsExactly("release", "canary-" + execution.revision(), "canary-" + newer.revision());
        assertThat(Track.BASELINE.workload("shop", execution)).isEqualTo("shop-baseline-" + execution.revision());
        assertThat(Track.RELEASE.workload("shop", execution)).isEqualTo("shop");
    }
}
