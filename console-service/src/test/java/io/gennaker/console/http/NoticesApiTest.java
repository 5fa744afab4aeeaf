package io.gennaker.console.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.console.testing.Api;
import io.gennaker.console.testing.ConsoleResource;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(ConsoleResource.class)
class NoticesApiTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static TestBus bus;

    private final ExecutionId execution =
            new ExecutionId("shop-" + UUID.randomUUID().toString().substring(0, 8));

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldShowWhatPeopleWereToldAndWhatNot() {
        // Given
        bus.publish(new NoticeEvent.Sent(
                execution, execution + "/1", "people", "started", NoticeChannel.EMAIL, "a@example.com", NOON));
        bus.publish(new NoticeEvent.Failed(
                execution, execution + "/2", "people", "failed", NoticeChannel.SLACK, "C01234567", "no such", NOON));

        // When
        await().atMost(Duration.ofSeconds(60)).until(() -> list("").size() == 2);

        // Then
        assertThat(list(""))
                .extracting(notice -> notice.path("channel").asText())
                .containsExactly("slack", "email");
        assertThat(list("&failed=true"))
                .singleElement()
                .satisfies(notice -> assertThat(notice.path("failure").asText()).isEqualTo("no such"));
    }

    private JsonNode list(String more) {
        return Api.asAdmin().get("/api/notices?execution=" + execution + more).json();
    }
}
