package io.gennaker.judgement;

import com.google.gson.Gson;
import com.slack.api.app_backend.SlackSignature;
import com.slack.api.app_backend.interactive_components.payload.BlockActionPayload;
import com.slack.api.app_backend.views.payload.ViewSubmissionPayload;
import com.slack.api.model.view.View;
import com.slack.api.model.view.ViewState;
import com.slack.api.util.json.GsonFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// Somebody who uses Slack: what Slack sends for them, in the payloads and with the signature of Slack's own SDK.
final class SlackUser implements AutoCloseable {
    private static final Gson GSON = GsonFactory.createSnakeCase();
    private static final AtomicLong PRESSED = new AtomicLong();

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String id;
    private final String channel;

    SlackUser(int port, String id, String channel) {
        this.endpoint = URI.create("http://127.0.0.1:" + port + "/webhooks/slack");
        this.id = id;
        this.channel = channel;
    }

    HttpResponse<String> presses(String action, String judgement) {
        return send(body(press(action, judgement)));
    }

    String press(String action, String judgement) {
        var user = new BlockActionPayload.User();
        user.setId(id);
        user.setTeamId("T0ACME");
        var place = new BlockActionPayload.Channel();
        place.setId(channel);
        var pressed = new BlockActionPayload.Action();
        pressed.setType("button");
        pressed.setActionId(action);
        pressed.setValue(judgement);
        pressed.setActionTs("1700000001." + String.format("%06d", PRESSED.incrementAndGet()));
        var payload = new BlockActionPayload();
        payload.setUser(user);
        payload.setChannel(place);
        payload.setTriggerId("12345.98765.abcd2358fdea");
        payload.setActions(List.of(pressed));
        return GSON.toJson(payload);
    }

    HttpResponse<String> submits(String form, String judgement, Map<String, ViewState.Value> values) {
        var user = new ViewSubmissionPayload.User();
        user.setId(id);
        var view = View.builder()
                .id("V0" + form)
                .type("modal")
                .callbackId("gennaker_answer")
                .privateMetadata(judgement)
                .state(ViewState.builder()
                        .values(values.entrySet().stream()
                                .collect(java.util.stream.Collectors.toMap(
                                        Map.Entry::getKey, value -> Map.of("value", value.getValue()))))
                        .build())
                .build();
        var payload = new ViewSubmissionPayload();
        payload.setUser(user);
        payload.setView(view);
        return send(body(GSON.toJson(payload)));
    }

    static ViewState.Value selected(String value) {
        var option = new ViewState.SelectedOption();
        option.setValue(value);
        var selected = new ViewState.Value();
        selected.setType("radio_buttons");
        selected.setSelectedOption(option);
        return selected;
    }

    static ViewState.Value text(String text) {
        var value = new ViewState.Value();
        value.setType("plain_text_input");
        value.setValue(text);
        return value;
    }

    static String body(String payload) {
        return "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    }

    HttpResponse<String> send(String body) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        return send(body, timestamp, signature(timestamp, body));
    }

    static String signature(String timestamp, String body) {
        return new SlackSignature.Generator(ChannelsResource.SIGNING_SECRET).generate(timestamp, body);
    }

    HttpResponse<String> send(String body, String timestamp, String signature) {
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("X-Slack-Request-Timestamp", timestamp)
                .header("X-Slack-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
