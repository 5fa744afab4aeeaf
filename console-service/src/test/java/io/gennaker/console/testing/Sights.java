package io.gennaker.console.testing;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageEvent;
import io.gennaker.contracts.Message;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerLine;
import io.gennaker.contracts.TriggerOutcome.EventTaken;
import io.gennaker.contracts.TriggerResult;
import io.gennaker.outbox.testing.TestBus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/// What lists show beside executions: events from outside, withdrawn images, a message that nobody could handle.
public final class Sights {
    private static final String SHOP = "us.gcr.io/acme/shop";

    private Sights() {}

    /// @param takenBack the execution that took an image back
    public static List<Message> of(ExecutionId takenBack, Instant now) {
        return List.of(
                event(
                        "ev-browser-1",
                        SHOP + ":v3",
                        now.minusSeconds(930),
                        new TriggerLine("shop", "pushed", TriggerResult.STARTED, takenBack.value()),
                        new TriggerLine(
                                "parcels",
                                "nightly",
                                TriggerResult.NOT_MATCHED,
                                "the image is us.gcr.io/acme/shop, wanted is us.gcr.io/acme/parcels")),
                event(
                        "ev-browser-2",
                        SHOP + ":v3-debug",
                        now.minusSeconds(600),
                        new TriggerLine(
                                "shop",
                                "pushed",
                                TriggerResult.NOT_MATCHED,
                                "the tag is v3-debug, wanted is semver:^3")),
                event("ev-browser-3", "us.gcr.io/acme/unheard-of:v1", now.minusSeconds(300)),
                new ImageEvent.Withdrawn(
                        "shop",
                        "shop",
                        SHOP,
                        Digest.of("v3"),
                        null,
                        takenBack,
                        "stage canary failed: error-rate is 43 times the baseline's, at most 1.1 times is allowed",
                        now.minusSeconds(700)),
                new ImageEvent.Withdrawn(
                        "parcels",
                        "parcels",
                        "us.gcr.io/acme/parcels",
                        Digest.of("leak"),
                        new Actor("dana", List.of("admin")),
                        null,
                        "leaks connections, OPS-412",
                        now.minusSeconds(90_000)));
    }

    private static EventTaken event(String id, String subject, Instant at, TriggerLine... lines) {
        return new EventTaken(
                id,
                "projects/acme/subscriptions/pushed",
                subject,
                "registry",
                subject,
                at,
                List.of(lines),
                0,
                null,
                null,
                at);
    }

    /// As event-outbox writes it.
    public static void publishDeadLetter(TestBus bus, Instant at) {
        String story = "gennaker-dead-letter-";
        String prefix = ConfigProvider.getConfig().getValue("gennaker.topic-prefix", String.class);
        bus.publish(
                Topic.DEAD_LETTERS,
                "browser",
                Map.of(
                        "ce_id",
                        "m-browser",
                        "ce_type",
                        "io.gennaker.analysis.submit.v1",
                        story + "reason",
                        "the field 'duration' is -5m; allowed: longer than nothing",
                        story + "topic",
                        prefix + "gennaker.analysis-commands",
                        story + "partition",
                        "3",
                        story + "offset",
                        "4711",
                        story + "service",
                        "analysis",
                        story + "at",
                        at.toString()),
                "{\"duration\": \"-PT5M\"}".getBytes(StandardCharsets.UTF_8));
    }
}
