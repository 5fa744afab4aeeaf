package io.gennaker.cli.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.connect.Integrations.Slack;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// Asks Slack whose token it is, and whether it may do what the app needs.
final class SlackCheck {
    static final URI API = URI.create("https://slack.com/api/");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// As in the app's manifest.
    private static final List<String> SCOPES = List.of("chat:write", "channels:history", "groups:history");

    private final Http http;
    private final IntegrationsFile file;

    SlackCheck(Http http, IntegrationsFile file) {
        this.http = http;
        this.file = file;
    }

    String check(Slack slack) throws InterruptedException {
        String token = file.secret(slack.botTokenFile());
        Http.Answer answer =
                http.post(Objects.requireNonNullElse(slack.api(), API).resolve("auth.test"), "Bearer " + token);
        JsonNode said = json(answer);
        if (!said.path("ok").asBoolean()) {
            throw new NotWorking("auth.test says " + said.path("error").asText("nothing"));
        }
        List<String> granted = Arrays.stream(
                        answer.header("x-oauth-scopes").orElse("").split(","))
                .map(String::strip)
                .toList();
        List<String> missing =
                SCOPES.stream().filter(scope -> !granted.contains(scope)).toList();
        if (!missing.isEmpty()) {
            throw new NotWorking("the token lacks " + String.join(", ", missing) + ": install the app anew");
        }
        String _ = file.secretOrNull(slack.signingSecretFile());
        String users = slack.usersFile() == null ? "" : ", " + users(slack.usersFile()) + " users known";
        return said.path("user").asText() + " at " + said.path("team").asText() + users;
    }

    private static JsonNode json(Http.Answer answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (JsonProcessingException malformed) {
            throw new NotWorking("auth.test answers " + answer.status() + " and no JSON");
        }
    }

    private int users(String named) {
        try {
            return JSON.readTree(file.secret(named)).size();
        } catch (JsonProcessingException malformed) {
            throw new NotWorking(
                    "the file " + named + " is no JSON; allowed is {\"U0123456789\": {\"user\": \"dana\"}}");
        }
    }
}
