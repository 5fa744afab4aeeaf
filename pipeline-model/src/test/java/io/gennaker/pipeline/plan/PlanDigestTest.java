package io.gennaker.pipeline.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.contracts.DeploymentTask;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TriggerInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class PlanDigestTest {
    private static Plan plan(CompressedText manifests) {
        var task = new DeploymentTask.RunJob(new ClusterTarget("replica", "replica"), "shop", manifests);
        var step = new PlannedStep("run", "run", new StepAction.Deploy(task), Duration.ofMinutes(1), null);
        var stage = new PlannedStage(
                "job", "job", List.of(), null, null, null, null, FailurePolicy.FAIL, List.of(step), null);
        return new Plan(
                "shop",
                "shop",
                Digest.of("definition"),
                new TriggerInfo("manual", "console", "1", "ada", Map.of()),
                Map.of(),
                List.of(),
                Duration.ofHours(1),
                List.of(stage));
    }

    /// As a machine whose zlib packs in another way would.
    private static CompressedText stored(String text) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (OutputStream packed = new GZIPOutputStream(bytes) {
            {
                def.setLevel(Deflater.NO_COMPRESSION);
            }
        }) {
            packed.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return new CompressedText(Base64.getEncoder().encodeToString(bytes.toByteArray()));
    }

    @Test
    void shouldNotDependOnHowTextIsPacked() throws IOException {
        // Given
        String manifests = "kind: Job\n".repeat(100);
        assertThat(stored(manifests)).isNotEqualTo(CompressedText.of(manifests));

        // When
        Digest digest = PlanDigest.of(plan(stored(manifests)));

        // Then
        assertThat(digest).isEqualTo(PlanDigest.of(plan(CompressedText.of(manifests))));
        assertThat(digest).isNotEqualTo(PlanDigest.of(plan(CompressedText.of(manifests + "#"))));
    }
}
