package io.gennaker.judgement;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// A system outside that answers judgements. Signs by itself, not by the code that verifies.
final class SignedWebhook implements AutoCloseable {
    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    SignedWebhook(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    HttpResponse<String> answer(String judgement, String body) {
        return answer(judgement, body, Instant.now(), WebhookSecretResource.SECRET);
    }

    HttpResponse<String> answer(String judgement, String body, Instant at, String secret) {
        String timestamp = Long.toString(at.getEpochSecond());
        return send(judgement, body, timestamp, answerSignature(secret, judgement, timestamp, body));
    }

    HttpResponse<String> send(String judgement, String body, String timestamp, String signature) {
        return call(HttpRequest.newBuilder(URI.create(base + "/webhooks/judgements?judgement=" + encoded(judgement)))
                .header("Content-Type", "application/json")
                .header("X-Gennaker-Timestamp", timestamp)
                .header("X-Gennaker-Signature", signature)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> unsigned(String judgement, String body) {
        return call(HttpRequest.newBuilder(URI.create(base + "/webhooks/judgements?judgement=" + encoded(judgement)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    HttpResponse<String> callback(String operation, String body) {
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        return call(callbackTo(operation, body)
                .header("X-Gennaker-Timestamp", timestamp)
                .header("X-Gennaker-Signature", signature(timestamp + "." + operation, body))
                .build());
    }

    HttpResponse<String> unsignedCallback(String operation, String body) {
        return call(callbackTo(operation, body).build());
    }

    private HttpRequest.Builder callbackTo(String operation, String body) {
        return HttpRequest.newBuilder(URI.create(base + "/webhooks/callouts?operation=" + encoded(operation)))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    static String answerSignature(String judgement, String timestamp, String body) {
        return answerSignature(WebhookSecretResource.SECRET, judgement, timestamp, body);
    }

    private static String answerSignature(String secret, String judgement, String timestamp, String body) {
        return "sha256=" + hmac(secret, timestamp + "." + judgement + "." + body);
    }

    static String signature(String head, String body) {
        return "sha256=" + hmac(OutsideResource.SECRET, head + "." + body);
    }

    HttpResponse<String> read(String judgement) {
        return get("/judgements?judgement=" + encoded(judgement));
    }

    HttpResponse<String> get(String path) {
        return call(HttpRequest.newBuilder(URI.create(base + path)).build());
    }

    static String body(String requestId, String decision, String user) {
        return "{\"requestId\":\"%s\",\"decision\":\"%s\",\"user\":\"%s\",\"roles\":[\"judge\"]}"
                .formatted(requestId, decision, user);
    }

    private HttpResponse<String> call(HttpRequest request) {
        try {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
