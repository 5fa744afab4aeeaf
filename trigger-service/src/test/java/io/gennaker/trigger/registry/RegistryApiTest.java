package io.gennaker.trigger.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpServer;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.testing.SettableClock;
import io.gennaker.trigger.matching.PolledTags;
import io.gennaker.trigger.matching.TagDigests.Answer;
import io.gennaker.trigger.testing.TakenEvents;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The API of a real registry, where Debian's packages `docker-registry` and `skopeo` are installed.
class RegistryApiTest {
    private static final URI NOBODY = URI.create("http://127.0.0.1:1/");

    private record Known(URI at) implements RegistriesConfig.Registry {
        @Override
        public Optional<URI> url() {
            return Optional.of(at);
        }

        @Override
        public Optional<String> username() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> passwordFile() {
            return Optional.empty();
        }

        @Override
        public Optional<List<String>> poll() {
            return Optional.empty();
        }

        @Override
        public Duration pollEvery() {
            return Duration.ofMinutes(1);
        }
    }

    private static RegistriesConfig config(String host, URI url) {
        return () -> Map.of(host, new Known(url));
    }

    /// What was polled, without a database.
    private static final class InMemoryTags implements PolledTags {
        private final Map<String, Map<String, String>> known = new HashMap<>();

        @Override
        public Optional<Map<String, String>> of(String repository) {
            return Optional.ofNullable(known.get(repository)).map(Map::copyOf);
        }

        @Override
        public void note(String repository, Map<String, String> digests) {
            known.computeIfAbsent(repository, _ -> new HashMap<>()).putAll(digests);
        }
    }

    @Test
    void shouldNameTheDigestOfATagAndTellOfNewTagsOnly(@TempDir Path folder) throws Exception {
        // Given
        assumeThat(RealRegistry.isInstalled())
                .as("docker-registry and skopeo are not installed")
                .isTrue();
        try (RealRegistry registry = RealRegistry.start(folder, NOBODY, "x")) {
            String repository = registry.host() + "/acme/shop";
            RegistriesConfig config = config(registry.host(), registry.url());
            var api = new RegistryApi(config);
            var events = new ArrayList<TriggerEvent>();
            var polling = new RegistryPolling(
                    config,
                    api,
                    new InMemoryTags(),
                    event -> {
                        events.add(event);
                        return TakenEvents.nothing(event);
                    },
                    new SettableClock());
            registry.push("acme/shop:v1");
            polling.poll(repository);

            // When
            String digest = registry.push("acme/shop:v2");
            polling.poll(repository);
            polling.poll(repository);

            // Then
            assertThat(events).singleElement().isInstanceOfSatisfying(TriggerEvent.ImageChanged.class, event -> {
                assertThat(event.action()).isEqualTo(RegistryAction.INSERT);
                assertThat(event.image()).isEqualTo(ImageReference.parse(repository + ":v2@" + digest));
            });
            assertThat(api.digestOf(ImageReference.parse(repository + ":v2")))
                    .isEqualTo(new Answer.Named(new Digest(digest)));
            assertThat(api.digestOf(ImageReference.parse(repository + ":v3")))
                    .isEqualTo(new Answer.Unknown("the registry does not know " + repository + ":v3"));
        }
    }

    /// A registry that answers with one tag at a time, and names the next page in its own way.
    private static HttpServer inPages(int pages, BiFunction<HttpServer, Integer, String> link) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/acme/shop/tags/list", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            int page = query.contains("last=") ? Integer.parseInt(query.replaceAll(".*last=v", "")) + 1 : 1;
            if (page < pages) {
                exchange.getResponseHeaders().add("Link", link.apply(server, page));
            }
            byte[] body = "{\"tags\":[\"v%d\"]}".formatted(page).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static List<String> tags(HttpServer server) throws Exception {
        String host = "127.0.0.1:" + server.getAddress().getPort();
        return new RegistryApi(config(host, URI.create("http://" + host + "/"))).tags(host + "/acme/shop");
    }

    @Test
    void shouldReadAllTagsHoweverManyPagesAndHoweverTheyAreNamed() throws Exception {
        // Given
        HttpServer relative =
                inPages(25, (_, page) -> "</v2/acme/shop/tags/list?n=1&last=v" + page + ">; rel=\"next\"");
        HttpServer whole = inPages(
                3,
                (server, page) -> "<http://127.0.0.1:" + server.getAddress().getPort()
                        + "/v2/acme/shop/tags/list?n=1&last=v" + page + ">; rel=next");

        // Then
        try {
            assertThat(tags(relative)).hasSize(25).startsWith("v1").endsWith("v25");
            assertThat(tags(whole)).containsExactly("v1", "v2", "v3");
        } finally {
            relative.stop(0);
            whole.stop(0);
        }
    }

    @Test
    void shouldNotTakeAPartForAllWhenTheNextPageIsElsewhere() throws Exception {
        // Given
        HttpServer server = inPages(2, (_, _) -> "<http://registry.invalid/v2/acme/shop/tags/list>; rel=\"next\"");

        // Then
        try {
            assertThatThrownBy(() -> tags(server))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("the registry names its next page of tags at 'http://registry.invalid/")
                    .hasMessageContaining("allowed is one at http://127.0.0.1:");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void shouldAskAgainLaterWhenTheRegistryIsAway() throws Exception {
        // Given
        var api = new RegistryApi(config("registry.acme.io", NOBODY));

        // Then
        assertThat(api.digestOf(ImageReference.parse("registry.acme.io/shop:v1")))
                .isInstanceOf(Answer.Unanswered.class);
    }

    @Test
    void shouldSayWhatIsWrongWithAnImageWithoutAHost() throws Exception {
        // Given
        var api = new RegistryApi(config("registry.acme.io", NOBODY));

        // When
        Answer answer = api.digestOf(ImageReference.parse("shop:v1"));

        // Then
        assertThat(answer).isEqualTo(new Answer.Unknown("repository 'shop' has no host"));
    }

    /// A registry that begins an answer and never ends it.
    private static HttpServer stalling() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v2/acme/shop/tags/list", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write("{\"tags\":[".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
        });
        server.start();
        return server;
    }

    @Test
    @Timeout(60)
    void shouldNotWaitForEverForTheRestOfAnAnswer() throws Exception {
        // Given
        HttpServer server = stalling();
        String host = "127.0.0.1:" + server.getAddress().getPort();
        RegistriesConfig config = config(host, URI.create("http://" + host + "/"));
        var health = new RegistryHealth(config);
        var api = new RegistryApi(config, health, Duration.ofSeconds(1));

        // Then
        try {
            assertThatThrownBy(() -> api.tags(host + "/acme/shop"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no whole answer within PT1S");
            assertThat(health.look())
                    .singleElement()
                    .satisfies(found -> assertThat(found.toString()).contains("no whole answer within PT1S"));
        } finally {
            server.stop(0);
        }
    }
}
