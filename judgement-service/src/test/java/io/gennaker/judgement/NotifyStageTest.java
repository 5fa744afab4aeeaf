package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.Outside.Answer;
import io.gennaker.judgement.notice.CardStore;
import io.gennaker.judgement.notice.Cards;
import io.gennaker.judgement.notice.Words;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The stage `notify` by each channel that needs a secret, and a call with a secret header: what is told arrives, and
/// the secrets are nowhere but there.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(WebhookSecretResource.class)
@WithTestResource(OutsideResource.class)
@WithTestResource(ChannelsResource.class)
class NotifyStageTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> LOGGED = new CopyOnWriteArrayList<>();
    private static final Handler LISTENING = new Listening();
    private static TestBus bus;
    private static FakeSlack slack;
    private static GreenMail mail;
    private static Outside teams;
    private static Outside outside;
    private static String base;

    private final String name = "n" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId("shop-" + name);
    private int operations;

    @Inject
    DataSource database;

    @Inject
    CardStore cards;

    private static final class Listening extends Handler {
        private final SimpleFormatter formatter = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
            LOGGED.add(formatter.format(record));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }

    @BeforeAll
    static void connect() throws IOException {
        Logger.getLogger("").addHandler(LISTENING);
        bus = TestBus.ofQuarkusTest();
        var config = ConfigProvider.getConfig();
        slack = new FakeSlack(config.getValue("test.slack.port", Integer.class));
        mail = new GreenMail(new ServerSetup(
                config.getValue("test.mail.port", Integer.class), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        mail.setUser("gennaker@example.com", "gennaker", ChannelsResource.MAIL_PASSWORD);
        mail.start();
        teams = new Outside(config.getValue("test.teams.port", Integer.class));
        int port = config.getValue("test.outside.port", Integer.class);
        outside = new Outside(port);
        base = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void disconnect() {
        Logger.getLogger("").removeHandler(LISTENING);
        slack.close();
        mail.stop();
        teams.close();
        outside.close();
        bus.close();
    }

    @Test
    void shouldTellBySlack() {
        // Given
        String channel = "C0" + name.toUpperCase(Locale.ROOT);
        slack.channel(channel);

        // When
        notified(NoticeChannel.SLACK, channel);

        // Then
        assertThat(slack.messages(channel))
                .singleElement()
                .satisfies(message -> assertThat(message.toString()).contains("Done", "v2 runs"));
    }

    @Test
    void shouldTellAlthoughTheNoticeThatWouldBeginTheThreadFailed() {
        // Given
        String channel = "C0" + name.toUpperCase(Locale.ROOT);
        OperationId first = started(slackNotice(channel), Instant.now().plusSeconds(300));
        assertThat(ended(first, CalloutEvent.Failed.class).reason()).contains("channel_not_found");
        slack.channel(channel);

        // When
        notified(NoticeChannel.SLACK, channel);

        // Then
        assertThat(slack.messages(channel)).hasSize(1);
    }

    @Test
    void shouldTellAlthoughTheNoticeThatWouldBeginTheThreadWasNotToldInTime() {
        // Given
        String channel = "C0" + name.toUpperCase(Locale.ROOT);
        slack.channel(channel);
        open(channel, id(1).value());
        OperationId first = started(slackNotice(channel), Instant.now().minusSeconds(1));
        assertThat(ended(first, CalloutEvent.Failed.class).code()).isEqualTo(FailureCode.TIMED_OUT);

        // When
        notified(NoticeChannel.SLACK, channel);

        // Then
        assertThat(slack.messages(channel)).hasSize(1);
    }

    @Test
    void shouldSayOnceThatItWaitsForAnotherMessageAndEndWhenItIsCancelled() {
        // Given
        String channel = "C0" + name.toUpperCase(Locale.ROOT);
        slack.channel(channel);
        open(channel, "another");
        OperationId waiting = started(slackNotice(channel), Instant.now().plusSeconds(300));
        await("it looked several times").atMost(SOON).until(() -> attempts(waiting) > 2);

        // When
        bus.publish(new CalloutCommand.Cancel(execution, waiting, "not wanted any more"));

        // Then
        ended(waiting, CalloutEvent.Cancelled.class);
        assertThat(bus.messages(Topic.CALLOUT_EVENTS, CalloutEvent.Progressed.class))
                .filteredOn(event -> event.operationId().equals(waiting))
                .extracting(CalloutEvent.Progressed::message)
                .containsExactly("waits for another message");
        assertThat(slack.messages(channel)).isEmpty();
    }

    @Test
    void shouldTellByMail() throws Exception {
        // When
        notified(NoticeChannel.EMAIL, "people@" + name + ".example.com");

        // Then
        assertThat(mail.getReceivedMessagesForDomain(name + ".example.com"))
                .singleElement()
                .satisfies(message -> {
                    assertThat(message.getSubject()).isEqualTo("Done");
                    assertThat(message.getContent().toString())
                            .contains("v2 runs", "https://gennaker.example/executions/" + execution);
                });
    }

    @Test
    void shouldTellByTeams() {
        // Given
        teams.answers("/flow", new Answer(202, "", ""));

        // When
        notified(NoticeChannel.TEAMS, "releases");

        // Then
        assertThat(teams.requests("/flow"))
                .extracting(Outside.Request::body)
                .filteredOn(body -> body.contains(execution.value()))
                .singleElement()
                .satisfies(body -> assertThat(body).contains("AdaptiveCard", "Done", "v2 runs"));
    }

    @Test
    void shouldHoldNoSecretInRecordsRowsAndLogs() throws Exception {
        // Given
        List<String> secrets = planted();
        String channel = "C0" + name.toUpperCase(Locale.ROOT);
        slack.channel(channel);
        teams.answers("/flow", new Answer(202, "", ""));
        outside.answers("/" + name, new Answer(500, "", "no"), new Answer(200, "", "{}"));

        // When
        notified(NoticeChannel.SLACK, channel);
        notified(NoticeChannel.EMAIL, name + "@example.com");
        notified(NoticeChannel.TEAMS, "releases");
        done(new CalloutTask.CallWebhook(
                new HttpCall("POST", base + "/" + name, Map.of(), Map.of("Authorization", "ci-token"), "{}"),
                3,
                List.of(),
                null,
                false,
                null,
                Map.of()));

        // Then
        assertThat(outside.requests("/" + name).getLast().headers())
                .containsEntry("authorization", OutsideResource.TOKEN);
        List<String> texts = new ArrayList<>(LOGGED);
        texts.addAll(records());
        texts.addAll(rows());
        assertThat(texts).as("what was looked at").anyMatch(text -> text.contains(execution.value()));
        assertThat(texts).noneMatch(text -> secrets.stream().anyMatch(text::contains));
    }

    /// Every secret of this service, as its configuration names them.
    private static List<String> planted() throws IOException {
        var secrets = new ArrayList<String>();
        var config = ConfigProvider.getConfig();
        for (String key : List.of(
                "gennaker.slack.bot-token-file",
                "gennaker.slack.signing-secret-file",
                "gennaker.mail.password-file",
                "gennaker.teams.releases.url-file",
                "gennaker.callout.secret-file",
                "gennaker.callout.secrets.ci-token.file",
                "gennaker.webhook.secret-file")) {
            secrets.add(Files.readString(Path.of(config.getValue(key, String.class)))
                    .strip());
        }
        return secrets;
    }

    private void notified(NoticeChannel channel, String to) {
        done(notice(channel, to));
    }

    private static CalloutTask notice(NoticeChannel channel, String to) {
        return new CalloutTask.SendNotice(channel, null, to, "Done", "v2 runs", "shop");
    }

    private static CalloutTask slackNotice(String channel) {
        return notice(NoticeChannel.SLACK, channel);
    }

    /// The message of a fact that would begin the thread is not posted yet.
    private void open(String channel, String fact) {
        new Cards(cards).tell(execution, channel, fact, new Words("Done", "v2 runs"), true, Instant.now());
    }

    private void done(CalloutTask task) {
        ended(started(task, Instant.now().plusSeconds(300)), CalloutEvent.Succeeded.class);
    }

    private OperationId started(CalloutTask task, Instant deadline) {
        operations++;
        OperationId id = id(operations);
        bus.publish(new CalloutCommand.Start(execution, id, task, deadline));
        return id;
    }

    private OperationId id(int operation) {
        return OperationId.of(execution, "tell", "call", operation);
    }

    private static <E extends CalloutEvent> E ended(OperationId id, Class<E> type) {
        return bus.awaitMessage(
                Topic.CALLOUT_EVENTS, type, event -> event.operationId().equals(id));
    }

    private int attempts(OperationId id) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select attempt from gennaker_operation where id = ?")) {
            statement.setString(1, id.value());
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? found.getInt(1) : 0;
            }
        }
    }

    private static List<String> records() {
        var texts = new ArrayList<String>();
        for (Topic topic : Topic.values()) {
            bus.records(topic).forEach(record -> {
                texts.add(text(record.value()));
                record.headers().forEach(header -> texts.add(text(header.value())));
            });
        }
        return texts;
    }

    private static String text(byte[] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private List<String> rows() throws SQLException {
        var texts = new ArrayList<String>();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            var tables = new ArrayList<String>();
            try (ResultSet found = statement.executeQuery(
                    "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname = current_schema()")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            assertThat(tables).isNotEmpty();
            for (String table : tables) {
                try (ResultSet rows = statement.executeQuery("select t::text from " + table + " t")) {
                    while (rows.next()) {
                        texts.add(Objects.requireNonNull(rows.getString(1)));
                    }
                }
            }
        }
        return texts;
    }
}
