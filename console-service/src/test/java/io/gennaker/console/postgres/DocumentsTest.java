package io.gennaker.console.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.console.testing.Delivery;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.contracts.StageStatus;
import io.gennaker.contracts.StoredJson;
import org.junit.jupiter.api.Test;

class DocumentsTest {
    @Test
    void shouldReadAViewThatAnEarlierReleaseStored() {
        // Given
        String stored = """
                {"id": "shop-1", "pipeline": "shop", "status": "Running", "openSince": "of a field that is gone",
                 "stages": [{"id": "canary", "kind": "canary", "needs": [], "status": "Running", "outputs": {},
                   "steps": [{"id": "apply", "title": "apply", "status": "Running", "compensation": false}]}],
                 "trafficSplits": [{"operationId": "shop-1/canary/shift/1", "stage": "canary", "cluster": "production",
                   "namespace": "shop", "virtualService": "shop", "split": {"release": 80, "baseline": 10, "canary": 10},
                   "appliedAt": "2026-01-01T00:00:00Z"}]}
                """;

        // When
        ExecutionView view = Documents.read(stored, ExecutionView.class);

        // Then
        assertThat(view.stages().getFirst().status()).isEqualTo(StageStatus.RUNNING);
        assertThat(view.stages().getFirst().attempts()).isEmpty();
        assertThat(view.trafficSplits().getFirst().split().canary()).isEqualTo(10);
        assertThat(view.interventions()).isEmpty();
        assertThat(view.parameters()).isEmpty();
    }

    @Test
    void shouldReadWhatItWrote() {
        // Given
        ExecutionView view =
                ExecutionView.unknown(Delivery.of("shop", "1").execution().value());

        // When
        ExecutionView read = Documents.read(StoredJson.write(view), ExecutionView.class);

        // Then
        assertThat(read).isEqualTo(view);
    }
}
