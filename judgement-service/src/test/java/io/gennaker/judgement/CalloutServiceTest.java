package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.CalloutTask.PathCheck;
import io.gennaker.contracts.CalloutTask.Polling;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.Outside.Answer;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls to a system outside: commands by a real broker, requests to a real server.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(WebhookSecretResource.class)
@WithTestResource(OutsideResource.class)
@WithTestResource(ChannelsResource.class)
class CalloutServiceTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static TestBus bus;
    private static SignedWebhook webhook;
    private static Outside outside;
    private static String base;

    private final String name = UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId("shop-" + name);
    private final OperationId id = OperationId.of(execution, "ticket", "call", 1);
    private final String path = "/" + name;

    @BeforeAll
    static void connect() throws IOException {
        bus = TestBus.ofQuarkusTest();
        var config = ConfigProvider.getConfig();
        webhook = new SignedWebhook(config.getValue("quarkus.http.port", Integer.class));
        int port = config.getValue("test.outside.port", Integer.class);
        outside = new Outside(port);
        base = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void disconnect() {
        outside.close();
        webhook.close();
        bus.close();
    }

    @Test
    void shouldCallAgainWhenTheSystemIsAwayAndReadOutputs() {
        // Given
        outside.answers(
                path, new Answer(503, "", "later"), new Answer(201, "", "{\"job\": {\"number\": 7, \"tag\": \"12\"}}"));

        // When
        start(new CallWebhook(
                post("{\"a\": 1}"),
                3,
                List.of(201),
                null,
                false,
                null,
                Map.of("n", "$.job.number", "tag", "$.job['tag']", "no", "$.x")));

        // Then
        assertThat(awaitEvent(CalloutEvent.Succeeded.class).outputs())
                .isEqualTo(Map.of("status", "201", "n", "7", "tag", "\"12\""));
        assertThat(outside.requests(path)).hasSize(2).allSatisfy(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.body()).isEqualTo("{\"a\": 1}");
            assertThat(request.headers())
                    .containsEntry("x-env", "prod")
                    .containsEntry("authorization", OutsideResource.TOKEN)
                    .containsEntry("idempotency-key", id.value());
        });
        assertThat(awaitEvent(CalloutEvent.Progressed.class).message()).contains("answered 503: later, attempt 1 of 3");
    }

    @Test
    void shouldAskForTheEndWhereTheAnswerSays() {
        // Given
        outside.answers(path, new Answer(202, path + "/job", ""));
        outside.answers(
                path + "/job",
                new Answer(200, "", "{\"status\": \"running\", \"done\": \"half\"}"),
                new Answer(200, "", "{\"status\": \"Done\", \"build\": \"b-1\"}"));

        // When
        start(new CallWebhook(post(null), 1, List.of(), polling("failed"), false, null, Map.of("build", "$.build")));

        // Then
        assertThat(awaitEvent(CalloutEvent.Succeeded.class).outputs())
                .isEqualTo(Map.of("status", "202", "build", "b-1"));
        assertThat(events(CalloutEvent.Progressed.class))
                .extracting(CalloutEvent.Progressed::message)
                .contains("$.done is half");
        assertThat(outside.requests(path + "/job"))
                .extracting(Outside.Request::method)
                .containsOnly("GET");
    }

    @Test
    void shouldFailWhenTheAnswerSaysSo() {
        // Given
        outside.answers(path, new Answer(202, path + "/job", ""));
        outside.answers(path + "/job", new Answer(200, "", "{\"status\": \"FAILED\"}"));

        // When
        start(new CallWebhook(post(null), 1, List.of(), polling("failed"), false, null, Map.of()));

        // Then
        assertThat(awaitEvent(CalloutEvent.Failed.class).reason()).isEqualTo("$.status is FAILED");
    }

    @Test
    void shouldCompareTextThatLooksLikeANumberOrATruthWithoutItsQuotes() {
        // Given
        outside.answers(path + "/", new Answer(202, "", "{\"job\": \"1\"}"));
        outside.answers(
                path + "/1",
                new Answer(200, "", "{\"done\": \"false\", \"percent\": \"50\"}"),
                new Answer(200, "", "{\"done\": \"true\", \"percent\": \"100\"}"));
        var polling = new Polling(
                null,
                "$.job",
                Duration.ofMillis(50),
                new PathCheck("$.done", List.of("true")),
                new PathCheck("$.done", List.of("aborted")),
                "$.percent");
        var call = new HttpCall("POST", base + path + "/", Map.of(), Map.of(), null);

        // When
        start(new CallWebhook(call, 1, List.of(), polling, false, null, Map.of("percent", "$.percent")));

        // Then
        assertThat(awaitEvent(CalloutEvent.Succeeded.class).outputs())
                .isEqualTo(Map.of("status", "202", "percent", "\"100\""));
        assertThat(events(CalloutEvent.Progressed.class))
                .extracting(CalloutEvent.Progressed::message)
                .contains("$.percent is 50");
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void shouldTakeAnAnswerThatIsExpectedWhateverElseItWouldMean(int status) {
        // Given
        outside.answers(path, new Answer(status, "", ""));

        // When
        start(new CallWebhook(post(null), 1, List.of(status), null, false, null, Map.of()));

        // Then
        assertThat(awaitEnd())
                .isInstanceOfSatisfying(
                        CalloutEvent.Succeeded.class,
                        succeeded ->
                                assertThat(succeeded.outputs()).isEqualTo(Map.of("status", Integer.toString(status))));
    }

    @Test
    void shouldTakeTheEndFromASignedCallback() {
        // Given
        outside.answers(path, new Answer(201, "", ""));
        start(new CallWebhook(post(null), 1, List.of(), null, true, null, Map.of("url", "$.data.url")));
        awaitEvent(CalloutEvent.Progressed.class);
        String end = "{\"result\": \"Succeeded\", \"data\": {\"url\": \"https://x\"}}";

        // When
        int unsigned = webhook.unsignedCallback(id.value(), end).statusCode();
        int progress = webhook.callback(id.value(), "{\"result\": \"Progress\", \"message\": \"half\"}")
                .statusCode();
        int taken = webhook.callback(id.value(), end).statusCode();
        int again = webhook.callback(id.value(), "{\"result\": \"Failed\"}").statusCode();
        int malformed =
                webhook.callback(id.value(), "{\"result\": \"Perhaps\"}").statusCode();
        int unknown = webhook.callback("shop-1/a/b/1", end).statusCode();

        // Then
        assertThat(List.of(unsigned, progress, taken, again, malformed, unknown))
                .containsExactly(401, 200, 200, 409, 400, 404);
        assertThat(awaitEvent(CalloutEvent.Succeeded.class).outputs())
                .isEqualTo(Map.of("status", "201", "url", "https://x"));
        assertThat(events(CalloutEvent.Failed.class)).isEmpty();
        assertThat(outside.requests(path).getFirst().headers().get("x-gennaker-callback"))
                .isEqualTo(
                        "https://gennaker.example/webhooks/callouts?operation=" + execution + "%2Fticket%2Fcall%2F1");
    }

    @Test
    void shouldEndWhatTheCallBeganWhenNoCallbackComesInTime() {
        // Given
        outside.answers(path, new Answer(200, "", ""));
        outside.answers(path + "/stop", new Answer(204, "", ""));

        // When
        start(awaitingCallback(), Duration.ofSeconds(2));

        // Then
        var failed = awaitEvent(CalloutEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.TIMED_OUT);
        await().atMost(SOON).until(() -> outside.requests(path + "/stop").size() == 1);
    }

    @Test
    void shouldEndWhatTheCallBeganWhenTheCallbackIsNoLongerWanted() {
        // Given
        outside.answers(path, new Answer(200, "", ""));
        outside.answers(path + "/stop", new Answer(204, "", ""));
        start(awaitingCallback(), Duration.ofMinutes(5));
        awaitEvent(CalloutEvent.Progressed.class);

        // When
        bus.publish(new CalloutCommand.Cancel(execution, id, "wrong version"));

        // Then
        awaitEvent(CalloutEvent.Cancelled.class);
        await().atMost(SOON).until(() -> outside.requests(path + "/stop").size() == 1);
        assertThat(webhook.callback(id.value(), "{\"result\": \"Succeeded\"}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void shouldEndWhatTheCallBeganWhenItIsCancelledBeforeItIsAnswered() {
        // Given
        outside.answers(path, new Answer(200, "", ""));
        outside.answers(path + "/stop", new Answer(204, "", ""));
        CountDownLatch answered = outside.holds(path);
        start(awaitingCallback(), Duration.ofMinutes(5));
        await().atMost(SOON).until(() -> outside.requests(path).size() == 1);
        bus.publish(new CalloutCommand.Cancel(execution, id, "wrong version"));
        awaitCommandsBefore();

        // When
        answered.countDown();

        // Then
        assertThat(awaitEnd()).isInstanceOf(CalloutEvent.Cancelled.class);
        await().atMost(SOON).until(() -> outside.requests(path + "/stop").size() == 1);
        assertThat(webhook.callback(id.value(), "{\"result\": \"Succeeded\"}").statusCode())
                .isEqualTo(409);
    }

    /// Commands of one execution are handled in their order.
    private void awaitCommandsBefore() {
        OperationId marker = OperationId.of(execution, "ticket", "marker", 1);
        bus.publish(new CalloutCommand.Start(
                execution,
                marker,
                new CalloutTask.SendNotice(NoticeChannel.LOG, null, null, "So far", "all is handled", "shop"),
                Instant.now().plusSeconds(300)));
        bus.awaitMessage(
                Topic.CALLOUT_EVENTS,
                CalloutEvent.Succeeded.class,
                event -> event.operationId().equals(marker));
    }

    private CallWebhook awaitingCallback() {
        var stop = new HttpCall("DELETE", base + path + "/stop", Map.of(), Map.of(), null);
        return new CallWebhook(post(null), 1, List.of(), null, true, stop, Map.of());
    }

    @Test
    void shouldRefuseAddressesOfThisMachineThatAreNotAllowed() {
        // When
        start(new CallWebhook(
                new HttpCall("GET", base.replace("127.0.0.1", "127.0.0.2"), Map.of(), Map.of(), null),
                3,
                List.of(),
                null,
                false,
                null,
                Map.of()));

        // Then
        var failed = awaitEvent(CalloutEvent.Failed.class);
        assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
        assertThat(failed.reason()).contains("'127.0.0.2' is 127.0.0.2, which may not be called");
    }

    @Test
    void shouldNotFollowRedirectsAndNotSendSecretsElsewhere() {
        // Given
        outside.answers(path, new Answer(302, "http://169.254.169.254/latest", ""));

        // When
        start(new CallWebhook(post(null), 3, List.of(), null, false, null, Map.of()));

        // Then
        assertThat(awaitEvent(CalloutEvent.Failed.class).reason()).contains("answered 302; expected: 200 to 299");
        assertThat(outside.requests(path)).hasSize(1);
    }

    @Test
    void shouldBoundAnswers() {
        // Given
        outside.answers(path, new Answer(200, "", "x".repeat(1024 * 1024 + 1)));

        // When
        start(new CallWebhook(post(null), 1, List.of(), null, false, null, Map.of()));

        // Then
        assertThat(awaitEvent(CalloutEvent.Failed.class).reason()).contains("the answer has more than 1048576 bytes");
    }

    @Test
    void shouldCancelWhatTheCallBegan() {
        // Given
        outside.answers(path, new Answer(202, path + "/job", ""));
        outside.answers(path + "/job", new Answer(200, "", "{\"status\": \"running\"}"));
        outside.answers(path + "/stop", new Answer(204, "", ""));
        var stop = new HttpCall("DELETE", base + path + "/stop", Map.of(), Map.of("Authorization", "ci-token"), null);
        start(new CallWebhook(post(null), 1, List.of(), polling("failed"), false, stop, Map.of()));
        await().atMost(SOON).until(() -> !outside.requests(path + "/job").isEmpty());

        // When
        bus.publish(new CalloutCommand.Cancel(execution, id, "wrong version"));

        // Then
        awaitEvent(CalloutEvent.Cancelled.class);
        assertThat(outside.requests(path + "/stop"))
                .extracting(Outside.Request::method)
                .containsExactly("DELETE");
    }

    @Test
    void shouldSignNotices() {
        // Given
        outside.answers(path, new Answer(204, "", ""));

        // When
        start(new CalloutTask.SendNotice(NoticeChannel.WEBHOOK, base + path, null, "Done", "v2 runs", "shop"));

        // Then
        awaitEvent(CalloutEvent.Succeeded.class);
        var request = outside.requests(path).getFirst();
        assertThat(request.body()).contains("\"title\":\"Done\"").contains("\"stage\":\"ticket\"");
        String timestamp = String.valueOf(request.headers().get("x-gennaker-timestamp"));
        assertThat(request.headers().get("x-gennaker-signature"))
                .isEqualTo(SignedWebhook.signature(timestamp, request.body()));
    }

    @Test
    void shouldBringAFileWhenItsServerIsBack() {
        // Given
        outside.answers(path, new Answer(503, "", ""), new Answer(200, "", "kind: ConfigMap\n"));

        // When
        start(new CalloutTask.FetchFile(new FileSource.HttpFile(
                base + path, Digest.of("kind: ConfigMap\n"), Map.of("Authorization", "ci-token"))));

        // Then
        var fetched = awaitEvent(CalloutEvent.Fetched.class);
        assertThat(fetched.content().text()).isEqualTo("kind: ConfigMap\n");
        assertThat(fetched.digest()).isEqualTo(Digest.of("kind: ConfigMap\n"));
        assertThat(outside.requests(path))
                .hasSize(2)
                .allSatisfy(
                        request -> assertThat(request.headers()).containsEntry("authorization", OutsideResource.TOKEN));
    }

    @Test
    void shouldBringAFileOnceHoweverOftenItIsAskedFor() {
        // Given
        outside.answers(path, new Answer(200, "", "kind: ConfigMap\n"));
        var command = new CalloutCommand.Start(
                execution,
                id,
                new CalloutTask.FetchFile(new FileSource.HttpFile(base + path, null, Map.of())),
                Instant.now().plusSeconds(300));

        // When
        for (int i = 0; i < 10; i++) {
            bus.publish(command);
        }
        awaitEvent(CalloutEvent.Fetched.class);
        var last = new CalloutCommand.Start(
                execution, OperationId.of(execution, "ticket", "call", 2), command.task(), command.deadline());
        bus.publish(last);
        bus.awaitMessage(
                Topic.CALLOUT_EVENTS,
                CalloutEvent.Fetched.class,
                event -> event.operationId().equals(last.operationId()));

        // Then
        assertThat(events(CalloutEvent.Fetched.class)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            200 | `kind: Other` | `` | it has the digest
            302 | `` | http://169.254.169.254/latest | redirects are not followed
            404 | `` | `` | answered 404
            """)
    void shouldRefuseAFileThatIsNotWhatItShouldBe(int status, String body, String location, String reason) {
        // Given
        outside.answers(path, new Answer(status, location, body));

        // When
        start(new CalloutTask.FetchFile(
                new FileSource.HttpFile(base + path, Digest.of("kind: ConfigMap\n"), Map.of())));

        // Then
        assertThat(awaitEvent(CalloutEvent.Failed.class)).satisfies(failed -> {
            assertThat(failed.code()).isEqualTo(FailureCode.REFUSED);
            assertThat(failed.reason()).contains(base + path, reason);
        });
    }

    private HttpCall post(@Nullable String body) {
        return new HttpCall("POST", base + path, Map.of("X-Env", "prod"), Map.of("Authorization", "ci-token"), body);
    }

    private static Polling polling(String failure) {
        return new Polling(
                null,
                null,
                Duration.ofMillis(50),
                new PathCheck("$.status", List.of("done")),
                new PathCheck("$.status", List.of(failure)),
                "$.done");
    }

    private void start(CalloutTask task) {
        start(task, Duration.ofMinutes(5));
    }

    private void start(CalloutTask task, Duration limit) {
        bus.publish(new CalloutCommand.Start(execution, id, task, Instant.now().plus(limit)));
    }

    private <E extends CalloutEvent> E awaitEvent(Class<E> type) {
        return bus.awaitMessage(
                Topic.CALLOUT_EVENTS, type, event -> event.operationId().equals(id));
    }

    /// However it ends.
    private CalloutEvent awaitEnd() {
        return bus.awaitMessage(
                Topic.CALLOUT_EVENTS,
                CalloutEvent.class,
                event -> event.operationId().equals(id) && !(event instanceof CalloutEvent.Progressed));
    }

    private <E extends CalloutEvent> List<E> events(Class<E> type) {
        return bus.messages(Topic.CALLOUT_EVENTS, type).stream()
                .filter(event -> event.operationId().equals(id))
                .toList();
    }
}
