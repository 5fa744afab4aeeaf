package io.gennaker.trigger.registry;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.outbox.LastAnswer;
import io.gennaker.trigger.matching.TagDigests;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The API of registries, version 2, with the two ways by which they ask for credentials.
@ApplicationScoped
public class RegistryApi implements TagDigests {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final int LARGEST_ANSWER = 4 * 1024 * 1024;
    private static final int MOST_TAGS = 20_000;
    /// A registry may answer with fewer tags at once than it is asked for.
    private static final int MOST_PAGES = 400;
    private static final Pattern NEXT = Pattern.compile("(?i)\\brel=\"?next\\b");
    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    private static final String MANIFESTS = "application/vnd.oci.image.index.v1+json,"
            + " application/vnd.oci.image.manifest.v1+json,"
            + " application/vnd.docker.distribution.manifest.list.v2+json,"
            + " application/vnd.docker.distribution.manifest.v2+json";

    private final Map<String, RegistriesConfig.Registry> registries;
    private final RegistryHealth health;
    private final Duration answerWithin;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(ANSWER_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    @Inject
    RegistryApi(RegistriesConfig config, RegistryHealth health) {
        this(config, health, ANSWER_WITHIN);
    }

    RegistryApi(RegistriesConfig config) {
        this(config, new RegistryHealth(config), ANSWER_WITHIN);
    }

    /// @param answerWithin for one request with its whole answer
    RegistryApi(RegistriesConfig config, RegistryHealth health, Duration answerWithin) {
        this.registries = Map.copyOf(config.all());
        this.health = health;
        this.answerWithin = answerWithin;
    }

    @Override
    public Answer digestOf(ImageReference image) throws InterruptedException {
        try {
            var repository = Repository.of(image.repository());
            HttpResponse<byte[]> response =
                    ask(repository, "HEAD", "/v2/" + repository.path() + "/manifests/" + image.tag());
            return switch (response.statusCode()) {
                case 200 ->
                    response.headers()
                            .firstValue("Docker-Content-Digest")
                            .<Answer>map(text -> new Answer.Named(new Digest(text)))
                            .orElse(new Answer.Unknown("the registry names no digest"));
                case 404 -> new Answer.Unknown("the registry does not know " + image);
                case 401, 403 ->
                    new Answer.Unknown("the registry refuses (" + response.statusCode() + "); gennaker.registries.\""
                            + repository.host() + "\" names the credentials");
                default -> new Answer.Unanswered("the registry answers " + response.statusCode());
            };
        } catch (IllegalArgumentException malformed) {
            return new Answer.Unknown(String.valueOf(malformed.getMessage()));
        } catch (IOException away) {
            return new Answer.Unanswered("the registry cannot be asked: " + away);
        }
    }

    /// All tags of a repository.
    List<String> tags(String name) throws IOException, InterruptedException {
        var repository = Repository.of(name);
        var tags = new ArrayList<String>();
        String page = "/v2/" + repository.path() + "/tags/list?n=1000";
        for (int pages = 0; pages < MOST_PAGES && tags.size() <= MOST_TAGS; pages++) {
            HttpResponse<byte[]> response = ask(repository, "GET", page);
            if (response.statusCode() != 200) {
                throw new IOException("the registry answers " + response.statusCode() + " for the tags of " + name);
            }
            MessageCodec.json().readTree(response.body()).path("tags").forEach(tag -> tags.add(tag.asText()));
            Optional<String> next = nextPage(response);
            if (next.isEmpty()) {
                return tags;
            }
            page = next.get();
        }
        throw new IOException(name + " has more than " + MOST_TAGS + " tags, or more than " + MOST_PAGES
                + " pages of them; found " + tags.size());
    }

    /// Of a header `Link: </v2/shop/tags/list?n=1000&last=v9>; rel="next"`, relative or whole ([RFC 8288]). Credentials
    /// go along, so it must be of the same registry.
    ///
    /// [RFC 8288]: https://www.rfc-editor.org/rfc/rfc8288
    private static Optional<String> nextPage(HttpResponse<?> response) throws IOException {
        for (String links : response.headers().allValues("Link")) {
            Matcher link = LINK.matcher(links);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(sameRegistry(response.uri(), link.group(1)));
                }
            }
        }
        return Optional.empty();
    }

    private static String sameRegistry(URI asked, String link) throws IOException {
        try {
            URI next = asked.resolve(link);
            if (Objects.equals(next.getScheme(), asked.getScheme())
                    && Objects.equals(next.getRawAuthority(), asked.getRawAuthority())) {
                return next.getRawPath() + (next.getRawQuery() == null ? "" : "?" + next.getRawQuery());
            }
        } catch (IllegalArgumentException malformed) {
            // told below
        }
        throw new IOException("the registry names its next page of tags at '" + link + "'; allowed is one at "
                + asked.getScheme() + "://" + asked.getRawAuthority());
    }

    private HttpResponse<byte[]> ask(Repository repository, String method, String path)
            throws IOException, InterruptedException {
        LastAnswer last = health.of(repository.host());
        try {
            HttpResponse<byte[]> answer = answer(repository, method, path);
            int status = answer.statusCode();
            if (status == 200 || status == 404) {
                last.good();
            } else {
                last.bad("it answers " + status + " for " + repository.path());
            }
            return answer;
        } catch (IOException away) {
            last.bad("it cannot be asked: " + away);
            throw away;
        }
    }

    private HttpResponse<byte[]> answer(Repository repository, String method, String path)
            throws IOException, InterruptedException {
        RegistriesConfig.Registry registry = registries.get(repository.host());
        URI base = registry == null ? repository.usual() : registry.url().orElse(repository.usual());
        HttpResponse<byte[]> first = send(base, method, path, Optional.empty());
        if (first.statusCode() != 401) {
            return first;
        }
        Optional<String> login = credentials(registry);
        Optional<Challenge> challenge =
                first.headers().firstValue("WWW-Authenticate").flatMap(Challenge::parse);
        Optional<String> authorization = challenge.isPresent() ? token(challenge.get(), base, login) : login;
        return send(base, method, path, authorization);
    }

    private HttpResponse<byte[]> send(URI base, String method, String path, Optional<String> authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .header("Accept", path.contains("/manifests/") ? MANIFESTS : "application/json")
                .method(method, HttpRequest.BodyPublishers.noBody());
        authorization.ifPresent(value -> request.header("Authorization", value));
        return send(request.build());
    }

    /// The client's own timeout ends with the headers of the answer; this one covers its body too.
    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        var pending = http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LARGEST_ANSWER));
        try {
            return pending.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException("no whole answer within " + answerWithin, late);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException away ? away : new IOException(failed.getCause());
        } finally {
            pending.cancel(true);
        }
    }

    /// Credentials go only where they are as safe as at the registry itself.
    private Optional<String> token(Challenge challenge, URI base, Optional<String> login)
            throws IOException, InterruptedException {
        boolean safe = "https".equals(challenge.realm().getScheme())
                || "http".equals(base.getScheme())
                        && Objects.equals(base.getHost(), challenge.realm().getHost());
        if (!safe) {
            throw new IOException("the registry asks for a token at " + challenge.realm() + ", which is not https");
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(challenge.address());
        login.ifPresent(value -> request.header("Authorization", value));
        HttpResponse<byte[]> response = send(request.build());
        if (response.statusCode() != 200) {
            return Optional.empty();
        }
        var answer = MessageCodec.json().readTree(response.body());
        String token = answer.path("token").asText(answer.path("access_token").asText(""));
        return token.isEmpty() ? Optional.empty() : Optional.of("Bearer " + token);
    }

    private static Optional<String> credentials(RegistriesConfig.@Nullable Registry registry) throws IOException {
        if (registry == null
                || registry.username().isEmpty()
                || registry.passwordFile().isEmpty()) {
            return Optional.empty();
        }
        String password = Files.readString(registry.passwordFile().get()).strip();
        String pair = registry.username().get() + ":" + password;
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
