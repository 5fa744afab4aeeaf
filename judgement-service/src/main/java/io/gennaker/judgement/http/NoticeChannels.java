package io.gennaker.judgement.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.WebhookRun;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The channels of this service: its log, and webhooks that are signed.
@Singleton
@Typed(NoticeChannels.class)
public class NoticeChannels implements Notices {
    private static final Logger LOG = Logger.getLogger(NoticeChannels.class);
    private static final int LONGEST_OUTPUT = 1_000;

    private final Calls calls;
    private final CalloutSecrets secrets;
    private final Clock clock;

    NoticeChannels(Calls calls, CalloutSecrets secrets, Clock clock) {
        this.calls = calls;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// The body of a webhook.
    record Body(
            ExecutionId executionId,
            String pipeline,
            @Nullable String stage,
            @Nullable String occasion,
            String title,
            String message) {}

    @Override
    public Step next(Notice notice, @Nullable Progress progress) throws InterruptedException {
        return switch (notice.what().channel()) {
            case LOG -> {
                LOG.infof(
                        "notice executionId=%s title=\"%s\" message=\"%s\"",
                        notice.executionId(),
                        notice.what().title(),
                        notice.what().message());
                String message = notice.what().message();
                yield new Step.Succeed(Map.of(
                        "message",
                        message.length() <= LONGEST_OUTPUT ? message : message.substring(0, LONGEST_OUTPUT - 1) + "…"));
            }
            case WEBHOOK -> webhook(notice, progress);
            case CDEVENTS -> cdEvent(notice, progress);
            case SLACK, EMAIL, TEAMS -> throw new IllegalStateException("another channel tells " + notice.id());
        };
    }

    private Step webhook(Notice notice, @Nullable Progress progress) throws InterruptedException {
        SendNotice what = notice.what();
        String body = StoredJson.write(new Body(
                notice.executionId(),
                what.pipeline(),
                notice.stage(),
                notice.occasion(),
                what.title(),
                what.message()));
        return post(notice, body, Map.of("Content-Type", "application/json"), progress);
    }

    /// In the binary mode of CloudEvents; the message is the event.
    private Step cdEvent(Notice notice, @Nullable Progress progress) throws InterruptedException {
        String body = notice.what().message();
        JsonNode event = StoredJson.read(body, JsonNode.class);
        JsonNode context = event.path("context");
        var headers = Map.of(
                "Content-Type", "application/cdevents+json",
                "ce-specversion", "1.0",
                "ce-id", context.path("id").asText(),
                "ce-source", context.path("source").asText(),
                "ce-type", context.path("type").asText(),
                "ce-time", context.path("timestamp").asText(),
                "ce-subject", event.path("subject").path("id").asText());
        return post(notice, body, headers, progress);
    }

    /// Signed, with a key by which it is known when it comes again.
    private Step post(Notice notice, String body, Map<String, String> more, @Nullable Progress progress)
            throws InterruptedException {
        String url = notice.what().url();
        Optional<Signature> signature = secrets.signature();
        if (signature.isEmpty() || url == null) {
            return new Step.Fail(
                    FailureCode.REFUSED,
                    "a notice by webhook needs a url, and gennaker.callout.secret-file to sign it with",
                    Map.of());
        }
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        var headers = new TreeMap<>(more);
        headers.put("Idempotency-Key", notice.id());
        headers.put("X-Gennaker-Timestamp", timestamp);
        headers.put("X-Gennaker-Signature", signature.get().sign(timestamp, body.getBytes(StandardCharsets.UTF_8)));
        var call = new HttpCall("POST", url, Map.of(), Map.of(), body);
        var task = new CallWebhook(call, notice.attempts(), List.of(), null, false, null, Map.of());
        return new WebhookRun(task, calls, headers).next(progress);
    }
}
