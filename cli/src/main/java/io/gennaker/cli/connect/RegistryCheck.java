package io.gennaker.cli.connect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.connect.Integrations.Registry;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Asks a registry's API, as the trigger service does: `/v2/` with the credentials, and the tags of each repository
/// that is to be polled.
final class RegistryCheck {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern PARAMETER = Pattern.compile("([a-z]{1,20})=\"([^\"]{0,500})\"");
    private static final String HUB = "docker.io";

    private final Http http;
    private final IntegrationsFile file;

    RegistryCheck(Http http, IntegrationsFile file) {
        this.http = http;
        this.file = file;
    }

    String check(String host, Registry registry) throws InterruptedException {
        String login = login(registry);
        URI base = registry.url() == null
                ? URI.create("https://" + (host.equals(HUB) ? "registry-1.docker.io" : host))
                : registry.url();
        ask(base, "/v2/", login);
        for (String repository : registry.poll()) {
            ask(base, "/v2/" + repository + "/tags/list?n=1", login);
        }
        return "answers" + (login == null ? " without credentials" : " " + registry.username()) + routes(registry);
    }

    private @Nullable String login(Registry registry) {
        if ((registry.username() == null) != (registry.passwordFile() == null)) {
            throw new NotWorking("username and passwordFile must be given together");
        }
        return registry.username() == null
                ? null
                : Http.basic(registry.username(), file.secret(Objects.requireNonNull(registry.passwordFile())));
    }

    private String routes(Registry registry) {
        String polled = registry.poll().isEmpty() ? "" : ", polled: " + String.join(", ", registry.poll());
        if (registry.webhook() == null) {
            return polled;
        }
        String _ = file.secret(registry.webhook().secretFile());
        return polled + ", calls /webhooks/" + registry.webhook().name();
    }

    private void ask(URI base, String path, @Nullable String login) throws InterruptedException {
        Http.Answer answer = http.get(base.resolve(path), null);
        if (answer.status() == 401) {
            Optional<String> challenge = answer.header("WWW-Authenticate");
            String authorization =
                    challenge.filter(RegistryCheck::isBearer).isPresent() ? token(challenge.get(), base, login) : login;
            if (authorization == null) {
                throw new NotWorking(path + " needs credentials: username and passwordFile");
            }
            answer = http.get(base.resolve(path), authorization);
        }
        if (answer.status() != 200) {
            throw new NotWorking(path + " answers " + answer.status()
                    + (answer.status() == 401 || answer.status() == 403 ? ": the credentials are refused" : ""));
        }
    }

    private static boolean isBearer(String challenge) {
        return challenge.regionMatches(true, 0, "Bearer ", 0, 7);
    }

    /// Credentials go only where they are as safe as at the registry itself.
    private String token(String challenge, URI base, @Nullable String login) throws InterruptedException {
        String realm = "";
        var query = new StringBuilder();
        for (Matcher found = PARAMETER.matcher(challenge); found.find(); ) {
            if (found.group(1).equals("realm")) {
                realm = found.group(2);
            } else if (List.of("service", "scope").contains(found.group(1))) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(found.group(1))
                        .append('=')
                        .append(URLEncoder.encode(found.group(2), StandardCharsets.UTF_8));
            }
        }
        URI address = URI.create(realm + query);
        boolean safe = "https".equals(address.getScheme())
                || "http".equals(base.getScheme()) && Objects.equals(base.getHost(), address.getHost());
        if (!safe) {
            throw new NotWorking("asks for a token at " + address + ", which is not https");
        }
        Http.Answer answer = http.get(address, login);
        if (answer.status() != 200) {
            throw new NotWorking("no token: " + address.getHost() + " answers " + answer.status());
        }
        try {
            var given = JSON.readTree(answer.body());
            return "Bearer "
                    + given.path("token").asText(given.path("access_token").asText(""));
        } catch (JsonProcessingException malformed) {
            throw new NotWorking("no token: " + address.getHost() + " answers no JSON");
        }
    }
}
