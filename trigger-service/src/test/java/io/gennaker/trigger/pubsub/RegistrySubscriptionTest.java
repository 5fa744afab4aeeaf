package io.gennaker.trigger.pubsub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.FreshDatabase;
import io.gennaker.outbox.testing.TestBus;
import io.gennaker.playground.testing.TestInfrastructure;
import io.gennaker.trigger.testing.ServiceDatabase;
import io.gennaker.trigger.testing.Victim;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The subscription over a server that speaks the API, with a real database and a real broker behind it.
class RegistrySubscriptionTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SHOP = "us.gcr.io/acme/shop";
    private static final String DIGEST = "sha256:" + "0f".repeat(32);

    private final TestInfrastructure infrastructure = TestInfrastructure.ensure();
    private final FreshDatabase database = ServiceDatabase.create();
    private final String prefix = infrastructure.freshTopicPrefix();
    private final TestBus bus = new TestBus(infrastructure.bootstrapServers(), prefix);
    private final FakePubSub server = new FakePubSub();
    private @Nullable PullingService service;
    private @Nullable PubSubClient client;

    @BeforeEach
    void startServer() {
        server.start();
        client = new PubSubClient(server.host());
    }

    @AfterEach
    void end() throws Exception {
        if (service != null) {
            service.close();
        }
        Objects.requireNonNull(client).close();
        server.close();
        bus.close();
    }

    @Test
    void shouldPublishAnEventForAPush() {
        // Given
        start(UnaryOperator.identity());

        // When
        String id = publish(push("v2"));

        // Then
        var event = awaitEvent(id);
        assertThat(event.source()).isEqualTo("pubsub:acme/gennaker-gcr");
        assertThat(event.image()).isEqualTo(ImageReference.parse(SHOP + ":v2@" + DIGEST));
        awaitAcknowledged(id);
    }

    @Test
    void shouldPullTheSubscriptionOfEachProject() {
        // Given
        service = PullingService.startWith(
                List.of("acme", "mirror"), database, infrastructure.bootstrapServers(), prefix, server.host());
        awaitState("pulling projects/acme/subscriptions/gennaker-gcr; pulling projects/mirror/");

        // When
        String id = Objects.requireNonNull(client).publish("mirror", push("v2"));

        // Then
        assertThat(awaitEvent(id).source()).isEqualTo("pubsub:mirror/gennaker-gcr");
        awaitEvent(publish(push("v3")));
    }

    @Test
    void shouldPublishAFactForAnyOtherMessage() {
        // Given
        start(UnaryOperator.identity());

        // When
        String id = publish("{\"name\":\"backup\"}");

        // Then
        var fact = bus.awaitMessage(
                Topic.TRIGGERS,
                TriggerEvent.FactReceived.class,
                event -> event.eventId().startsWith(id + "@"));
        assertThat(fact.payload()).isEqualTo("{\"name\":\"backup\"}");
        assertThat(fact.source()).isEqualTo("pubsub:acme/gennaker-gcr");
        awaitAcknowledged(id);
    }

    @Test
    void shouldPublishEventsInTheOrderOfDelivery() {
        // Given
        start(UnaryOperator.identity());

        // When
        List<String> pushed =
                IntStream.range(0, 30).mapToObj(tag -> publish(push("v" + tag))).toList();

        // Then
        pushed.forEach(this::awaitEvent);
        assertThat(bus.messages(Topic.TRIGGERS, TriggerEvent.ImageChanged.class))
                .extracting(event -> event.eventId().replaceFirst("@.*", ""))
                .containsExactlyElementsOf(pushed);
    }

    @Test
    void shouldAcknowledgeOnlyAfterTheCommit() {
        // Given
        var written = new CountDownLatch(1);
        var mayCommit = new CountDownLatch(1);
        start(real -> holding(real, written, mayCommit));
        String id = publish(push("v2"));
        await().atMost(SOON).until(() -> written.getCount() == 0);

        // When
        List<String> acknowledgedBefore =
                await().during(Duration.ofMillis(500)).atMost(SOON).until(server::acknowledged, List::isEmpty);
        mayCommit.countDown();

        // Then
        assertThat(acknowledgedBefore).isEmpty();
        awaitAcknowledged(id);
        awaitEvent(id);
    }

    @Test
    void shouldTakeAMessageOnceWhenItsTransactionFailsAtFirst() {
        // Given
        start(real -> new PullingService.FailingAtFirst(real, 2));

        // When
        String id = publish(push("v2"));

        // Then
        awaitAcknowledged(id);
        assertThat(server.deliveries(id)).isEqualTo(3);
        awaitEvent(id);
        assertThat(eventsAfterAnother(id)).isEqualTo(1);
    }

    @ParameterizedTest(name = "killed at {0}")
    @ValueSource(strings = {"message-received", "outbox-written", "committed"})
    void shouldTakeAMessageOnceWhenTheProcessDies(String crashPoint) throws Exception {
        // Given
        Victim victim = victim(crashPoint);
        await().atMost(SOON).until(this::subscribed);
        String id = publish(push("v2"));
        victim.awaitDeath();
        List<String> acknowledgedByVictim = server.acknowledged();
        server.passDeadlines();

        // When
        start(UnaryOperator.identity());

        // Then
        assertThat(acknowledgedByVictim).isEmpty();
        awaitAcknowledged(id);
        awaitEvent(id);
        assertThat(server.deliveries(id)).isGreaterThan(1);
        assertThat(eventsAfterAnother(id)).isEqualTo(1);
    }

    @Test
    void shouldPublishOneEventForEachMessageWhenAllComeTenTimesInAnyOrder() {
        // Given
        start(UnaryOperator.identity());
        List<String> pushed = List.of(publish(push("v1")), publish(push("v2")), publish(push("v3")));
        pushed.forEach(this::awaitAcknowledged);

        // When
        for (int time = 2; time <= 10; time++) {
            int deliveries = time;
            server.deliverAgain(time % 2 == 0 ? pushed.reversed() : pushed);
            await().atMost(SOON)
                    .until(() ->
                            pushed.stream().allMatch(id -> server.deliveries(id) == deliveries) && server.kept() == 0);
        }

        // Then
        assertThat(pushed).allSatisfy(id -> assertThat(eventsAfterAnother(id)).isEqualTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"action\":\"INSERT\\u0000\",\"tag\":\"a/b:1\"}",
                "{\"action\":\"PURGE\",\"digest\":\"us.gcr.io/acme/shop@sha256:00\"}",
            })
    void shouldKeepAnUnreadableMessageWithTheReason(String payload) {
        // Given
        start(UnaryOperator.identity());

        // When
        String id = publish(payload);

        // Then
        awaitAcknowledged(id);
        assertThat(kept("refusal", id)).isNotBlank();
        assertThat(kept("payload", id)).isEqualTo(payload);
        assertThat(eventsAfterAnother(id)).isZero();
    }

    @Test
    void shouldKeepTheBeginningOfALargeUnreadableMessage() {
        // Given
        start(UnaryOperator.identity());

        // When
        String id = publish("x".repeat(3_000_000));

        // Then
        awaitAcknowledged(id);
        assertThat(kept("payload", id)).isEqualTo("x".repeat(10_000));
    }

    @Test
    void shouldGoOnWhenTheServerComesBack() throws Exception {
        // Given
        start(UnaryOperator.identity());
        awaitState("pulling projects/acme/subscriptions/gennaker-gcr");
        server.stop();
        awaitState("not pulling projects/acme/subscriptions/gennaker-gcr: UNAVAILABLE");

        // When
        server.start();
        String id = publish(push("v2"));

        // Then
        awaitEvent(id);
        awaitState("pulling projects/acme/subscriptions/gennaker-gcr");
    }

    @Test
    void shouldBeginWhenTheServerComesLater() throws Exception {
        // Given
        server.stop();
        start(UnaryOperator.identity());
        awaitState("not pulling projects/acme/subscriptions/gennaker-gcr");

        // When
        server.start();

        // Then
        awaitState("pulling projects/acme/subscriptions/gennaker-gcr");
        awaitEvent(publish(push("v2")));
    }

    @Test
    void shouldTakeThePushesOfAnEmulatorThatBeganAnew() throws Exception {
        // Given
        start(UnaryOperator.identity());
        String before = publish(push("v2"));
        awaitAcknowledged(before);
        server.stop();
        server.beginAnew();
        server.start();
        awaitState("pulling projects/acme/subscriptions/gennaker-gcr");

        // When
        String after = publishWhenThereIsATopic(push("v3"));

        // Then
        assertThat(after).isEqualTo(before);
        assertThat(bus.awaitMessage(
                                Topic.TRIGGERS,
                                TriggerEvent.ImageChanged.class,
                                event -> "v3".equals(event.image().tag()))
                        .eventId())
                .startsWith(after + "@");
    }

    @Test
    void shouldTakeTheOthersWhenOneMessageFailsAlways() {
        // Given
        start(real -> failingOn(real, "v1"));

        // When
        String poisonous = publish(push("v1"));
        String other = publish(push("v2"));

        // Then
        awaitAcknowledged(other);
        await().atMost(SOON).until(() -> server.deliveries(poisonous) > 2);
        assertThat(server.acknowledged()).doesNotContain(poisonous);
    }

    @Test
    void shouldStopAtOnceWhileItWaits() {
        // Given
        start(UnaryOperator.identity());
        awaitAcknowledged(publish(push("v2")));
        Instant begun = Instant.now();

        // When
        Objects.requireNonNull(service).close();

        // Then
        service = null;
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }

    private void start(UnaryOperator<UnitOfWork> around) {
        service = PullingService.start(database, infrastructure.bootstrapServers(), prefix, server.host(), around);
    }

    private Victim victim(String crashPoint) {
        return Victim.start(
                PullingService.class,
                crashPoint,
                crashPoint,
                database,
                infrastructure.bootstrapServers(),
                prefix,
                server.host());
    }

    private boolean subscribed() {
        return server.pulls() > 0;
    }

    private String publish(String payload) {
        await().atMost(SOON).until(this::subscribed);
        return Objects.requireNonNull(client).publish(payload);
    }

    private String publishWhenThereIsATopic(String payload) {
        return await().atMost(SOON)
                .ignoreException(StatusRuntimeException.class)
                .until(() -> publish(payload), Objects::nonNull);
    }

    /// An emulator's ids are made lasting by the time of publishing.
    private static boolean isOf(TriggerEvent.ImageChanged event, String messageId) {
        return event.eventId().startsWith(messageId + "@");
    }

    private TriggerEvent.ImageChanged awaitEvent(String id) {
        return bus.awaitMessage(Topic.TRIGGERS, TriggerEvent.ImageChanged.class, event -> isOf(event, id));
    }

    /// Different events of a message by the time when a later message has come through.
    private long eventsAfterAnother(String id) {
        awaitEvent(publish(push("later")));
        var ids = new HashSet<String>();
        for (Envelope envelope : bus.messages(Topic.TRIGGERS)) {
            if (envelope.message() instanceof TriggerEvent.ImageChanged event && isOf(event, id)) {
                ids.add(envelope.id());
            }
        }
        return ids.size();
    }

    private void awaitAcknowledged(String id) {
        await().atMost(SOON).until(() -> server.acknowledged().contains(id));
    }

    private void awaitState(String beginning) {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(Objects.requireNonNull(service).state()).startsWith(beginning));
    }

    private String kept(String column, String id) {
        return database.value("select " + column + " from pubsub_message where message_id like '" + id + "@%'");
    }

    private static UnitOfWork holding(UnitOfWork real, CountDownLatch written, CountDownLatch mayCommit) {
        return new UnitOfWork() {
            @Override
            public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
                return real.call(outbox -> {
                    T result = work.apply(outbox);
                    written.countDown();
                    awaitUninterrupted(mayCommit);
                    return result;
                });
            }
        };
    }

    private static UnitOfWork failingOn(UnitOfWork real, String tag) {
        return new UnitOfWork() {
            @Override
            public <T extends @Nullable Object> T call(Function<Outbox, T> work) {
                return real.call(outbox -> work.apply(message -> {
                    if (message instanceof TriggerEvent.ImageChanged event
                            && tag.equals(event.image().tag())) {
                        throw new IllegalStateException("the test lets this message fail");
                    }
                    outbox.send(message);
                }));
            }
        };
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String push(String tag) {
        return "{\"action\":\"INSERT\",\"digest\":\"%s@%s\",\"tag\":\"%s:%s\"}".formatted(SHOP, DIGEST, SHOP, tag);
    }
}
