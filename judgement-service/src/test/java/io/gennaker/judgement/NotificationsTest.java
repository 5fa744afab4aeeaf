package io.gennaker.judgement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.gennaker.contracts.Actor;
import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.NoticeEvent;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.judgement.Outside.Answer;
import io.gennaker.judgement.notice.RuleStore;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.outbox.testing.TestBus;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rules of who is told what: by e-mail, Microsoft Teams and webhook. The mail server is a real one.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
@WithTestResource(WebhookSecretResource.class)
@WithTestResource(OutsideResource.class)
@WithTestResource(ChannelsResource.class)
class NotificationsTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static TestBus bus;
    private static GreenMail mail;
    private static Outside teams;
    private static Outside outside;
    private static String base;

    // A letter first: digits alone would be a number in YAML.
    private final String name = "n" + UUID.randomUUID().toString().substring(0, 8);
    private final ExecutionId execution = new ExecutionId("shop-" + name);
    private final String address = name + "@example.com";

    @Inject
    RuleStore rules;

    @Inject
    UnitOfWork unitOfWork;

    @BeforeAll
    static void connect() throws IOException {
        bus = TestBus.ofQuarkusTest();
        var config = ConfigProvider.getConfig();
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
        outside.close();
        teams.close();
        mail.stop();
        bus.close();
    }

    @Test
    void shouldTellByEveryChannelOfARule() throws Exception {
        // Given
        outside.answers("/" + name, new Answer(503, "", "later"), new Answer(204, "", ""));
        teams.answers("/flow", new Answer(202, "", ""));
        rule("""
                - {channel: email, to: %s}
                - {channel: teams, to: releases}
                - {channel: webhook, url: "%s/%s"}
                - {channel: cdevents, url: "%s/%s/cdevents"}
                """.formatted(address, base, name, base, name));
        outside.answers("/" + name + "/cdevents", new Answer(202, "", ""));
        accepted();

        // When
        Envelope finished = failed("error rate 5 %\r\nBcc: eve@example.com");
        bus.publish(finished);

        // Then
        for (NoticeChannel channel :
                List.of(NoticeChannel.EMAIL, NoticeChannel.TEAMS, NoticeChannel.WEBHOOK, NoticeChannel.CDEVENTS)) {
            bus.awaitMessage(
                    Topic.NOTICE_EVENTS,
                    NoticeEvent.Sent.class,
                    sent -> sent.executionId().equals(execution) && sent.channel() == channel);
        }
        MimeMessage received = mailTo(address).getFirst();
        assertThat(received.getSubject()).isEqualTo(name + ": delivery failed");
        assertThat(received.getAllRecipients()).hasSize(1);
        assertThat(received.getHeader("Bcc")).isNull();
        assertThat(received.getContent().toString())
                .contains("error rate 5 %", "https://gennaker.example/executions/" + execution);
        assertThat(teams.requests("/flow"))
                .extracting(Outside.Request::body)
                .filteredOn(body -> body.contains(execution.value()))
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .contains("\"type\":\"AdaptiveCard\"", "application/vnd.microsoft.card.adaptive")
                        .contains("\"url\":\"https://gennaker.example/executions/" + execution));
        assertThat(outside.requests("/" + name)).hasSize(2).allSatisfy(request -> {
            String timestamp = String.valueOf(request.headers().get("x-gennaker-timestamp"));
            assertThat(request.headers().get("x-gennaker-signature"))
                    .isEqualTo(SignedWebhook.signature(timestamp, request.body()));
            assertThat(request.body()).contains("\"occasion\":\"failed\"");
        });
        assertThat(outside.requests("/" + name + "/cdevents")).singleElement().satisfies(request -> {
            assertThat(request.headers())
                    .containsEntry("content-type", "application/cdevents+json")
                    .containsEntry("ce-type", "dev.cdevents.pipelinerun.finished.0.2.0")
                    .containsEntry("ce-subject", execution.value());
            assertThat(request.body()).contains("\"outcome\":\"failure\"");
        });
        assertThat(outside.requests("/" + name))
                .extracting(request -> request.headers().get("idempotency-key"))
                .doesNotContainNull()
                .containsOnly(outside.requests("/" + name).getFirst().headers().get("idempotency-key"));
    }

    @Test
    void shouldTellAFactOnceHoweverOftenItComes() throws Exception {
        // Given
        rule("- {channel: email, to: " + address + "}\n- {channel: email, to: " + address + "}\n");
        accepted();
        Envelope finished = failed("no");

        // When
        bus.publish(finished);
        bus.publish(finished);
        bus.publish(finished);
        bus.publish(new ExecutionEvent.Stalled(execution, List.of("nothing"), Instant.now(), Instant.now()));

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(mailTo(address)).hasSize(2));
        assertThat(mailTo(address))
                .extracting(MimeMessage::getSubject)
                .containsExactlyInAnyOrder(name + ": delivery failed", name + ": delivery does not move");
    }

    @Test
    void shouldTellOfAStartThatWasRefusedAndOfAFreeze() throws Exception {
        // Given
        rule("- {channel: email, to: " + address + "}\n");

        // When
        bus.publish(new ExecutionEvent.Refused(
                new ExecutionId("shop-no" + name),
                name,
                new TriggerInfo("manual", "console", "2", "eve", Map.of()),
                "eve may not run in application acme; roles: viewer",
                Instant.now(),
                "acme"));
        accepted();
        bus.publish(new ExecutionEvent.Frozen(execution, "christmas", "Nobody is there", null, Instant.now()));

        // Then
        await().atMost(SOON).untilAsserted(() -> assertThat(mailTo(address)).hasSize(2));
        assertThat(mailTo(address))
                .extracting(NotificationsTest::words)
                .containsExactlyInAnyOrder(name + ": start refused by eve", name + ": delivery waits");
        assertThat(mailTo(address))
                .anySatisfy(message -> assertThat(message.getContent().toString())
                        .contains("frozen until the freeze is removed by christmas: Nobody is there"));
    }

    private static String words(MimeMessage message) {
        try {
            return message.getSubject();
        } catch (jakarta.mail.MessagingException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    @Test
    void shouldShowWhereALinkInAReasonLeads() {
        // Given
        teams.answers("/flow", new Answer(202, "", ""));
        rule("- {channel: teams, to: releases}\n");
        accepted();

        // When
        bus.publish(failed("see [the report](https://eve.example)"));

        // Then
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(teams.requests("/flow"))
                        .extracting(Outside.Request::body)
                        .filteredOn(body -> body.contains(execution.value()))
                        .singleElement()
                        .satisfies(body ->
                                assertThat(body).contains("\"text\":\"see [the report] (https://eve.example)\"")));
    }

    @Test
    void shouldTellTheOthersWhereOneChannelFails() throws Exception {
        // Given
        rule("- {channel: teams, to: nowhere}\n- {channel: email, to: " + address + "}\n");
        accepted();

        // When
        bus.publish(failed("no"));

        // Then
        var failed = bus.awaitMessage(
                Topic.NOTICE_EVENTS,
                NoticeEvent.Failed.class,
                event -> event.executionId().equals(execution));
        assertThat(failed.reason()).isEqualTo("place 'nowhere' in Teams is not known; allowed: releases");
        await().atMost(SOON).untilAsserted(() -> assertThat(mailTo(address)).hasSize(1));
    }

    private static List<MimeMessage> mailTo(String address) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> {
                    try {
                        return message.getAllRecipients()[0].toString().equals(address);
                    } catch (jakarta.mail.MessagingException unreadable) {
                        throw new IllegalStateException(unreadable);
                    }
                })
                .toList();
    }

    private void rule(String targets) {
        String document = """
                apiVersion: gennaker/v1
                kind: NotificationRule
                metadata: {name: people-%s}
                spec:
                  pipelines: [%s]
                  on: [failed, stalled, refused, frozen]
                  to:
                """.formatted(name, name) + targets.indent(4);
        bus.publish(new DefinitionEvent.Applied(
                DefinitionKind.NOTIFICATION_RULE,
                "people-" + name,
                Digest.of(document),
                "rules.yaml",
                document,
                Map.of(),
                new Actor("ann", List.of()),
                Instant.now()));
        await().atMost(SOON)
                .until(() -> unitOfWork.call(_ -> rules.all()).stream()
                        .anyMatch(rule -> rule.name().equals("people-" + name)));
    }

    private void accepted() {
        bus.publish(new ExecutionEvent.Accepted(
                execution,
                name,
                "acme",
                ExecutionStatus.QUEUED,
                Digest.of("definition"),
                Digest.of("plan"),
                new TriggerInfo("manual", "console", "1", "eve", Map.of()),
                Map.of(),
                List.of(),
                List.of(),
                Instant.now()));
    }

    private Envelope failed(String reason) {
        return new Envelope(
                UUID.randomUUID().toString(),
                "/orchestrator",
                Instant.parse("2026-11-23T12:00:00Z"),
                null,
                null,
                new ExecutionEvent.Finished(execution, name, ExecutionStatus.FAILED, reason, Instant.now()));
    }
}
