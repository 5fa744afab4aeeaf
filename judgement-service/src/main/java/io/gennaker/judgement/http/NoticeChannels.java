package io.gennaker.judgement.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.CalloutTask.SendNotice;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.OperationId;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.WebhookRun;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The channels of this service: its log, and webhooks that are signed.
@Singleton
public class NoticeChannels implements Notices {
    private static final Logger LOG = Logger.getLogger(NoticeChannels.class);
    private static final int ATTEMPTS = 5;
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
    record Notice(ExecutionId executionId, String pipeline, String stage, String title, String message) {}

    @Override
    public Step next(ExecutionId execution, OperationId operation, SendNotice notice, @Nullable Progress progress)
            throws InterruptedException {
        return switch (notice.channel()) {
            case LOG -> {
                LOG.infof(
                        "notice executionId=%s title=\"%s\" message=\"%s\"",
                        execution, notice.title(), notice.message());
                String message = notice.message();
                yield new Step.Succeed(Map.of(
                        "message",
                        message.length() <= LONGEST_OUTPUT ? message : message.substring(0, LONGEST_OUTPUT - 1) + "…"));
            }
            case WEBHOOK -> webhook(execution, operation, notice, progress);
        };
    }

    private Step webhook(ExecutionId execution, OperationId operation, SendNotice notice, @Nullable Progress progress)
            throws InterruptedException {
        Optional<Signature> signature = secrets.signature();
        if (signature.isEmpty() || notice.url() == null) {
            return new Step.Fail(
                    FailureCode.REFUSED,
                    "a notice by webhook needs a url, and gennaker.callout.secret-file to sign it with",
                    Map.of());
        }
        String stage = operation.value().split("/")[1];
        String body = format(new Notice(execution, notice.pipeline(), stage, notice.title(), notice.message()));
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                operation.value(),
                "X-Gennaker-Timestamp",
                timestamp,
                "X-Gennaker-Signature",
                signature.get().sign(timestamp, body.getBytes(StandardCharsets.UTF_8)));
        var call = new HttpCall("POST", notice.url(), Map.of(), Map.of(), body);
        var task = new CallWebhook(call, ATTEMPTS, List.of(), null, false, null, Map.of());
        return new WebhookRun(task, calls, headers).next(progress);
    }

    private static String format(Notice notice) {
        try {
            return MessageCodec.json().writeValueAsString(notice);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + notice, impossible);
        }
    }
}
