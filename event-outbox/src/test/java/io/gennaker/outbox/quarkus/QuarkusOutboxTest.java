package io.gennaker.outbox.quarkus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.Topic;
import io.gennaker.outbox.Outbox;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.gennaker.outbox.store.StoreFailure;
import io.gennaker.outbox.store.TransactionOverdue;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class QuarkusOutboxTest {
    private static final Actor TESTER = new Actor("tester", List.of());
    private static TestBus bus;

    @Inject
    DataSource dataSource;

    @Inject
    UnitOfWork unitOfWork;

    @Inject
    OutboxRuntime runtime;

    @Inject
    TransactionManager transactions;

    @BeforeAll
    static void connect() {
        bus = TestBus.ofQuarkusTest();
    }

    @AfterAll
    static void disconnect() {
        bus.close();
    }

    @Test
    void shouldWriteStateAndAnswerWhenMessageComes() throws SQLException {
        // Given
        String execution = execution("echo");

        // When
        Envelope sent = bus.publish(command(execution, "hello"));

        // Then
        var answer = awaitEvent(execution, "echo hello");
        assertThat(notes(execution)).containsExactly(execution + " hello");
        assertThat(envelope(answer)).satisfies(envelope -> {
            assertThat(envelope.source()).isEqualTo("/echo");
            assertThat(envelope.causationId()).isEqualTo(sent.id());
        });
    }

    @Test
    void shouldApplyOnceWhenMessageComesTwice() throws SQLException {
        // Given
        String execution = execution("twice");
        Envelope sent = bus.publish(command(execution, "hello"));

        // When
        bus.publish(sent);
        bus.publish(command(execution, "last"));

        // Then
        awaitEvent(execution, "echo last");
        assertThat(notes(execution)).containsExactly(execution + " hello", execution + " last");
        assertThat(events(execution)).containsExactly("echo hello", "echo last");
    }

    @Test
    void shouldCarryTraceContextWhenThereIsNoSdk() {
        // Given
        String execution = execution("trace");
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        // When
        bus.publish(new Envelope(
                UUID.randomUUID().toString(), "/test", Instant.now(), null, traceparent, command(execution, "hello")));

        // Then
        assertThat(envelope(awaitEvent(execution, "echo hello")).traceparent()).isEqualTo(traceparent);
    }

    @Test
    void shouldRollBackAndBuryWhenMessageFailsAlways() throws SQLException {
        // Given
        String execution = execution("fail");

        // When
        Envelope sent = bus.publish(command(execution, "fail"));
        bus.publish(command(execution, "after"));

        // Then
        awaitEvent(execution, "echo after");
        assertThat(notes(execution)).containsExactly(execution + " after");
        var letter = awaitDeadLetter(sent.id());
        assertThat(TestBus.header(letter, "gennaker-dead-letter-reason")).contains("failed 3 times", "asked to fail");
        assertThat(TestBus.header(letter, "gennaker-dead-letter-service")).isEqualTo("echo");
        assertThat(TestBus.read(letter)).isEqualTo(sent);
    }

    @Test
    void shouldBuryAtOnceWhenHandlerRejects() throws SQLException {
        // Given
        String execution = execution("reject");

        // When
        Envelope sent = bus.publish(command(execution, "reject"));

        // Then
        var letter = awaitDeadLetter(sent.id());
        assertThat(TestBus.header(letter, "gennaker-dead-letter-reason")).isEqualTo("asked to reject");
        assertThat(notes(execution)).isEmpty();
    }

    @Test
    void shouldBuryAsReceivedWhenRecordIsNoMessage() {
        // Given
        String execution = execution("malformed");
        byte[] value = "not JSON".getBytes(StandardCharsets.UTF_8);
        var headers = MessageCodec.headers(new Envelope(
                UUID.randomUUID().toString(), "/test", Instant.now(), null, null, command(execution, "x")));

        // When
        bus.publish(Topic.EXECUTION_COMMANDS, execution, headers, value);
        bus.publish(command(execution, "after"));

        // Then
        awaitEvent(execution, "echo after");
        var letter = awaitDeadLetter(Objects.requireNonNull(headers.get("ce_id")));
        assertThat(letter.value()).isEqualTo(value);
        assertThat(letter.key()).isEqualTo(execution.getBytes(StandardCharsets.UTF_8));
        assertThat(TestBus.header(letter, "gennaker-dead-letter-topic")).endsWith("gennaker.execution-commands");
    }

    @Test
    void shouldBuryWhenRecordIsTooLarge() {
        // Given
        String execution = execution("large");
        byte[] value = new byte[MessageCodec.LARGEST + 1];
        var headers = MessageCodec.headers(new Envelope(
                UUID.randomUUID().toString(), "/test", Instant.now(), null, null, command(execution, "x")));

        // When
        bus.publish(Topic.EXECUTION_COMMANDS, execution, headers, value);

        // Then
        var letter = awaitDeadLetter(Objects.requireNonNull(headers.get("ce_id")));
        assertThat(letter.value()).hasSameSizeAs(value);
        assertThat(TestBus.header(letter, "gennaker-dead-letter-reason")).contains("1000001 bytes");
    }

    @Test
    void shouldRunOperationToItsEndWhenSubmitted() {
        // Given
        String execution = execution("operation");

        // When
        bus.publish(command(execution, "operation"));

        // Then
        awaitEvent(execution, "operation done");
        assertThat(events(execution)).containsExactly("operation begun", "operation done");
    }

    @Test
    void shouldEndOperationSoonWhenCancelled() {
        // Given
        String execution = execution("long");
        bus.publish(command(execution, "operation"));
        awaitEvent(execution, "operation begun");
        Instant begin = Instant.now();

        // When
        bus.publish(command(execution, "cancel-operation"));

        // Then
        awaitEvent(execution, "operation cancelled");
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldEndRunInTimeWhenItsLeaseCannotBeRenewed() throws SQLException {
        // Given
        String execution = execution("long");
        bus.publish(command(execution, "operation"));
        awaitEvent(execution, "operation begun");
        try (var connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);

            // When
            lockOperation(execution, connection);

            // Then
            await().atMost(Duration.ofSeconds(30)).until(() -> runtime.runningOperations() == 0);
            connection.rollback();
        }
        bus.publish(command(execution, "cancel-operation"));
        awaitEvent(execution, "operation cancelled");
    }

    private static void lockOperation(String id, Connection connection) throws SQLException {
        try (var lock = connection.prepareStatement("select from gennaker_operation where id = ? for update")) {
            lock.setString(1, id);
            lock.execute();
        }
    }

    @Test
    void shouldFireTimerOnTimeWhenSet() {
        // Given
        String execution = execution("timer");

        // When
        bus.publish(command(execution, "timer"));

        // Then
        var event = bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.CancelRequested.class,
                found -> found.executionId().value().equals(execution));
        assertThat(event.reason()).startsWith("timer rings ");
        assertThat(Integer.parseInt(event.reason().substring("timer rings ".length())))
                .isBetween(0, 2000);
    }

    @Test
    void shouldSendFromUnitOfWorkWhenItCommits() {
        // Given
        String execution = execution("unit");

        // When
        unitOfWork.run(outbox -> outbox.send(
                new ExecutionEvent.CancelRequested(new ExecutionId(execution), TESTER, "from outside", Instant.now())));

        // Then
        awaitEvent(execution, "from outside");
    }

    @Test
    void shouldNotTakeDatabaseForAwayWhenTransactionTakesTooLong() throws SystemException {
        // Given
        transactions.setTransactionTimeout(1);

        // When
        var failure = catchThrowable(() -> unitOfWork.run(this::sendTooLate));
        transactions.setTransactionTimeout(0);

        // Then
        assertThat(failure).isInstanceOf(TransactionOverdue.class);
        assertThat(StoreFailure.passes(failure)).isFalse();
    }

    private void sendTooLate(Outbox outbox) {
        outbox.send(new ExecutionEvent.CancelRequested(
                new ExecutionId(execution("late")), TESTER, "too late", Instant.now()));
        await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .until(() -> transactions.getStatus() == Status.STATUS_ROLLEDBACK);
    }

    @Test
    void shouldBuryWhenTransactionTakesTooLongAlways() {
        // Given
        String execution = execution("late");

        // When
        Envelope sent = bus.publish(command(execution, "overdue"));
        bus.publish(command(execution, "after"));

        // Then
        awaitEvent(execution, "echo after");
        var letter = awaitDeadLetter(sent.id());
        assertThat(TestBus.header(letter, "gennaker-dead-letter-reason")).contains("failed 3 times", "took longer");
    }

    @Test
    void shouldBeReadyAndMeasuredWhenRunning() throws Exception {
        // Given
        String base = "http://127.0.0.1:" + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
        try (var client = HttpClient.newHttpClient()) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(get(client, base + "/q/health/ready"))
                            .contains("\"status\": \"UP\"", "\"name\": \"Kafka\""));

            // When
            String metrics = get(client, base + "/q/metrics");

            // Then
            assertThat(metrics)
                    .contains(
                            "gennaker_outbox_rows",
                            "gennaker_outbox_oldest_seconds",
                            "gennaker_operations_running",
                            "gennaker_dead_letters_total",
                            "gennaker_consumer_lag");
        }
    }

    private static String get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private static String execution(String name) {
        return name + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    private static ExecutionCommand command(String execution, String reason) {
        return new ExecutionCommand.Cancel(
                new ExecutionId(execution), TESTER, reason, Instant.parse("2019-10-21T13:00:00Z"));
    }

    private static ExecutionEvent.CancelRequested awaitEvent(String execution, String reason) {
        return bus.awaitMessage(
                Topic.EXECUTION_EVENTS,
                ExecutionEvent.CancelRequested.class,
                event -> event.executionId().value().equals(execution)
                        && event.reason().equals(reason));
    }

    private static List<String> events(String execution) {
        return bus.messages(Topic.EXECUTION_EVENTS, ExecutionEvent.CancelRequested.class).stream()
                .filter(event -> event.executionId().value().equals(execution))
                .map(ExecutionEvent.CancelRequested::reason)
                .toList();
    }

    private static Envelope envelope(ExecutionEvent event) {
        return bus.messages(Topic.EXECUTION_EVENTS).stream()
                .filter(envelope -> envelope.message().equals(event))
                .findFirst()
                .orElseThrow();
    }

    private static ConsumerRecord<byte[], byte[]> awaitDeadLetter(String id) {
        return await().atMost(Duration.ofSeconds(60))
                .pollInSameThread()
                .until(
                        () -> bus.records(Topic.DEAD_LETTERS).stream()
                                .filter(record -> id.equals(TestBus.header(record, "ce_id")))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private List<String> notes(String execution) throws SQLException {
        try (var connection = dataSource.getConnection();
                var select = connection.prepareStatement("select text from note where text like ? order by id")) {
            select.setString(1, execution + " %");
            var result = select.executeQuery();
            var notes = new ArrayList<String>();
            while (result.next()) {
                notes.add(result.getString(1));
            }
            return notes;
        }
    }
}
