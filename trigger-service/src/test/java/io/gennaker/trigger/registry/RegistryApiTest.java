package io.gennaker.trigger.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.outbox.testing.SettableClock;
import io.gennaker.trigger.matching.PolledTags;
import io.gennaker.trigger.matching.TagDigests.Answer;
import io.gennaker.trigger.testing.TakenEvents;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
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

    @Test
    void shouldAskAgainLaterWhenTheRegistryIsAway() throws Exception {
        // Given
        var api = new RegistryApi(config("registry.acme.io", NOBODY));

        // Then
        assertThat(api.digestOf(ImageReference.parse("registry.acme.io/shop:v1")))
                .isInstanceOf(Answer.Unanswered.class);
    }
}
