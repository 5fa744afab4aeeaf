package io.gennaker.spinnaker.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.spinnaker.expression.Reading;
import io.gennaker.spinnaker.expression.Texts;
import io.gennaker.spinnaker.expression.Untranslatable;
import io.gennaker.spinnaker.json.Fields;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// `webhook` stays `webhook`.
final class Webhook implements StageTranslator {
    private static final Pattern PATH =
            Pattern.compile("\\$(\\.[A-Za-z_][A-Za-z0-9_-]*|\\[[0-9]{1,9}]|\\['[^'\\p{Cntrl}]+'])*");
    private static final Pattern SECRET = Pattern.compile("(?i).*(auth|token|key|secret|cookie|password).*");
    private static final String CONTENT_TYPE = "Content-Type";
    private static final Duration SPINNAKERS_TIMEOUT = Duration.ofHours(1);

    @Override
    public Set<String> types() {
        return Set.of("webhook");
    }

    @Override
    public Translation translate(Fields stage, StageContext context) throws Untranslatable {
        Optional<String> refusal = refusal(stage);
        if (refusal.isPresent()) {
            return new Translation.Unsupported(refusal.get());
        }
        var texts = new Texts(context.names(), Reading.DIRECTLY);
        ObjectNode keys = JsonNodeFactory.instance.objectNode();
        keys.put("url", texts.template(stage.text("url").orElseThrow()).text());
        keys.put("method", stage.text("method").orElse("POST").toUpperCase(Locale.ROOT));
        stage.exact("url", "method");
        headers(stage, context, texts, keys);
        ObjectNode cancel = keys.deepCopy().retain("headers", "secretHeaders");
        body(stage, "payload", texts, keys);
        if (stage.flag("waitForCompletion")) {
            keys.set("poll", poll(stage, keys.path("url").asText()));
        }
        stage.exact("waitForCompletion");
        if (stage.says("cancelEndpoint")) {
            keys.set("cancel", cancel);
            cancel.put(
                    "url",
                    texts.template(stage.text("cancelEndpoint").orElseThrow()).text());
            cancel.put("method", stage.text("cancelMethod").orElse("POST").toUpperCase(Locale.ROOT));
            body(stage, "cancelPayload", texts, cancel);
        }
        stage.exact("cancelEndpoint", "cancelMethod", "cancelPayload");
        stage.changed("retryStatusCodes", "429 and 5xx are tried again");
        stage.changed("failFastStatusCodes", "all but 429 and 5xx fail at once");
        return new Translation.Exact(new Draft("webhook", keys, Map.of(), Optional.of(SPINNAKERS_TIMEOUT)));
    }

    private static Optional<String> refusal(Fields stage) {
        String url = stage.text("url").orElse("");
        if (!url.matches("https?://\\S+")) {
            return Optional.of("its address '" + url + "' does not start with https:// or http://");
        }
        if (!stage.text("method").orElse("POST").matches("[A-Za-z]{1,20}")) {
            return Optional.of("its method is no method");
        }
        if (!stage.flag("waitForCompletion")) {
            return Optional.empty();
        }
        if (!stage.says("statusJsonPath") || !stage.says("successStatuses")) {
            return Optional.of("it waits without statusJsonPath and successStatuses: nothing says that it is over");
        }
        boolean readable = stage.node().properties().stream()
                .filter(field -> field.getKey().endsWith("JsonPath"))
                .map(field -> field.getValue().asText())
                .allMatch(path -> path.isEmpty() || PATH.matcher(path).matches());
        return readable ? Optional.empty() : Optional.of("its JSONPath has more than names and indexes");
    }

    /// Secrets are not for definitions: the judgement service's configuration has them by name.
    private static void headers(Fields stage, StageContext context, Texts texts, ObjectNode keys)
            throws Untranslatable {
        Fields headers = stage.object("customHeaders");
        for (Map.Entry<String, JsonNode> header : headers.node().properties()) {
            String name = header.getKey();
            if (SECRET.matcher(name).matches()) {
                String secret =
                        context.id() + "-" + name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
                keys.withObject("/secretHeaders")
                        .put(
                                name,
                                secret.length() > 60 ? secret.substring(0, 60).replaceAll("-+$", "") : secret);
                headers.changed(name, "a secret is configured at the judgement service, and named here");
            } else {
                keys.withObject("/headers")
                        .put(name, texts.template(header.getValue().asText()).text());
                headers.exact(name);
            }
        }
        stage.notNeededUnlessSaid("none", "customHeaders");
    }

    private static void body(Fields stage, String key, Texts texts, ObjectNode call) throws Untranslatable {
        JsonNode payload = stage.at(key);
        stage.exact(key);
        if (!stage.says(key)) {
            return;
        }
        if (payload.isValueNode()) {
            call.put("body", texts.template(payload.asText()).text());
            return;
        }
        var json = new JsonBody(texts);
        call.put("body", json.text(payload));
        if (json.isUnescaped()) {
            stage.changed(
                    key,
                    "a value that is put into a text of it is not escaped: it must hold no quote, no"
                            + " backslash and no line break");
        }
        ObjectNode headers = call.withObject("/headers");
        if (headers.propertyStream().noneMatch(header -> header.getKey().equalsIgnoreCase(CONTENT_TYPE))) {
            headers.put(CONTENT_TYPE, "application/json");
        }
    }

    private static ObjectNode poll(Fields stage, String url) {
        ObjectNode poll = JsonNodeFactory.instance.objectNode();
        switch (stage.text("statusUrlResolution").orElse("getMethod")) {
            case "webhookResponse" ->
                poll.put("urlFrom", stage.text("statusUrlJsonPath").orElse("$"));
            case "locationHeader" -> {}
            default -> poll.put("url", url);
        }
        String path = stage.text("statusJsonPath").orElseThrow();
        check(poll.putObject("success"), path, stage.text("successStatuses").orElseThrow());
        String failures = String.join(
                ",",
                stage.text("terminalStatuses").orElse(""),
                stage.text("canceledStatuses").orElse(""));
        if (!failures.equals(",")) {
            check(poll.putObject("failure"), path, failures);
        }
        stage.text("progressJsonPath").ifPresent(progress -> poll.put("progress", progress));
        stage.exact(
                "statusUrlResolution",
                "statusUrlJsonPath",
                "statusJsonPath",
                "successStatuses",
                "terminalStatuses",
                "canceledStatuses",
                "progressJsonPath");
        return poll;
    }

    private static void check(ObjectNode check, String path, String statuses) {
        check.put("path", path);
        var values = check.putArray("values");
        Arrays.stream(statuses.split(","))
                .map(String::strip)
                .filter(status -> !status.isEmpty())
                .forEach(values::add);
    }
}
