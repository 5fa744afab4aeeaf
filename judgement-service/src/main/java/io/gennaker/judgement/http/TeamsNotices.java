package io.gennaker.judgement.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.Calls;
import io.gennaker.judgement.callout.Notice;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.callout.Progress;
import io.gennaker.judgement.callout.Response;
import io.gennaker.judgement.callout.Step;
import io.gennaker.judgement.callout.WebhookRun;
import io.gennaker.judgement.notice.Links;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells people in Microsoft Teams: an adaptive card with a link, posted to a workflow ("when a webhook request is
/// received"). The workflow's address is a secret, so it is in no definition and in no word of a failure.
@Singleton
@Typed(TeamsNotices.class)
public class TeamsNotices implements Notices {
    private static final String SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json";
    private static final String VERSION = "1.4";

    private final Map<String, String> urls;
    private final Calls calls;
    private final Links links;

    TeamsNotices(TeamsConfiguration configuration, Calls calls, Links links) {
        this.urls = configuration.places().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        place -> read(place.getKey(), place.getValue().urlFile())));
        this.calls = calls;
        this.links = links;
    }

    private static String read(String place, Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(
                    "gennaker.teams." + place + ".url-file " + file + " cannot be read", unreadable);
        }
    }

    @Override
    public Step next(Notice notice, @Nullable Progress progress) throws InterruptedException {
        String place = notice.what().to();
        String url = place == null ? null : urls.get(place);
        if (url == null) {
            String known = urls.isEmpty() ? "none is configured" : String.join(", ", new TreeMap<>(urls).keySet());
            return new Step.Fail(
                    FailureCode.REFUSED, "place '" + place + "' in Teams is not known; allowed: " + known, Map.of());
        }
        var call = new HttpCall("POST", "https://teams." + place, Map.of(), Map.of(), card(notice));
        var task = new CallWebhook(call, notice.attempts(), List.of(), null, false, null, Map.of());
        return new WebhookRun(task, hiding(url), Map.of("Content-Type", "application/json")).next(progress);
    }

    /// What is said of the call names the place, and the call goes to its address.
    private Calls hiding(String url) {
        return (call, more) -> {
            try {
                Response response = calls.send(
                        new HttpCall(call.method(), url, call.headers(), call.secretHeaders(), call.body()), more);
                return new Response(
                        response.status(),
                        null,
                        response.facts(),
                        response.excerpt().replace(url, "..."));
            } catch (CallFailed failed) {
                String words = String.valueOf(failed.getMessage()).replace(url, "...");
                throw failed.isRefused() ? CallFailed.refused(words) : CallFailed.noAnswer(words);
            }
        };
    }

    private String card(Notice notice) {
        ObjectNode card = MessageCodec.json().createObjectNode();
        card.put("$schema", SCHEMA).put("type", "AdaptiveCard").put("version", VERSION);
        ArrayNode body = card.putArray("body");
        text(body, notice.what().title()).put("weight", "Bolder").put("size", "Medium");
        if (!notice.what().message().isBlank()) {
            text(body, notice.what().message());
        }
        text(body, notice.what().pipeline() + ", " + notice.executionId()).put("isSubtle", true);
        links.execution(notice.executionId())
                .ifPresent(url -> card.putArray("actions")
                        .addObject()
                        .put("type", "Action.OpenUrl")
                        .put("title", "Open")
                        .put("url", url));
        ObjectNode message = MessageCodec.json().createObjectNode();
        message.put("type", "message");
        ObjectNode attachment = message.putArray("attachments").addObject();
        attachment.put("contentType", "application/vnd.microsoft.card.adaptive");
        attachment.set("content", card);
        return message.toString();
    }

    /// Teams reads Markdown, also in what others wrote: no words may hide where a link leads.
    private static ObjectNode text(ArrayNode body, String text) {
        return body.addObject()
                .put("type", "TextBlock")
                .put("text", text.replace("](", "] ("))
                .put("wrap", true);
    }
}
