package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.gennaker.contracts.CalloutCommand;
import io.gennaker.contracts.CalloutEvent;
import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.OperationId;
import io.gennaker.contracts.Topic;
import io.gennaker.judgement.Outside.Answer;
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
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
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
        done(new CalloutTask.SendNotice(channel, null, to, "Done", "v2 runs", "shop"));
    }

    private void done(CalloutTask task) {
        operations++;
        OperationId id = OperationId.of(execution, "tell", "call", operations);
        bus.publish(new CalloutCommand.Start(execution, id, task, Instant.now().plusSeconds(300)));
        bus.awaitMessage(
                Topic.CALLOUT_EVENTS,
                CalloutEvent.Succeeded.class,
                event -> event.operationId().equals(id));
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
