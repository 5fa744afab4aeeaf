package io.gennaker.cli.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Answers judgements as another system would, in the name of a person: by a signed call of the judgement service.
final class SignedWebhook {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI judgementService;
    private final String secret;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    SignedWebhook(URI judgementService, Path secretFile) {
        this.judgementService = judgementService;
        try {
            this.secret = Files.readString(secretFile).strip();
        } catch (IOException unreadable) {
            throw new CliFailure(ExitCode.UNREACHABLE, "the webhook secret " + secretFile + " cannot be read");
        }
    }

    /// One call, repeatable: the judgement's id names the request.
    ///
    /// @return whether the service took it; false when it could not be reached and the call may be repeated
    boolean approve(String judgement, String user, String comment) {
        ObjectNode answer = JSON.createObjectNode()
                .put("requestId", "demo:" + judgement)
                .put("decision", "Approve")
                .put("user", user)
                .put("comment", comment);
        answer.putArray("roles").add("judge");
        String body = answer.toString();
        String timestamp = Long.toString(Instant.now().getEpochSecond());
        HttpRequest request = HttpRequest.newBuilder(judgementService.resolve(
                        "/webhooks/judgements?judgement=" + URLEncoder.encode(judgement, StandardCharsets.UTF_8)))
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("X-Gennaker-Timestamp", timestamp)
                .header("X-Gennaker-Signature", signature(secret, timestamp, judgement, body))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() >= 400 && response.statusCode() < 500) {
                throw new CliFailure(ExitCode.REFUSED, "the judgement service refused the answer: " + response.body());
            }
            return response.statusCode() == 200;
        } catch (IOException unreachable) {
            return false;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }

    static String signature(String secret, String timestamp, String judgement, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            byte[] signed = (timestamp + "." + judgement + "." + body).getBytes(StandardCharsets.UTF_8);
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(signed));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HmacSHA256", impossible);
        }
    }
}
