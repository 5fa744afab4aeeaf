package io.gennaker.trigger.registry;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.trigger.matching.Intake;
import io.gennaker.trigger.matching.PolledTags;
import io.gennaker.trigger.matching.TagDigests;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Asks registries that cannot tell by themselves for new tags. What is there when a repository is read for the first
/// time starts nothing. A tag that is moved to another digest is not seen: for that a registry must tell.
///
/// The event's id is the image: every replica asks, and each tag is one event.
@ApplicationScoped
public class RegistryPolling {
    private static final Logger LOG = Logger.getLogger(RegistryPolling.class);

    private final RegistriesConfig config;
    private final RegistryApi api;
    private final PolledTags known;
    private final Intake intake;
    private final InstantSource clock;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry-polling").factory());

    RegistryPolling(RegistriesConfig config, RegistryApi api, PolledTags known, Intake intake, InstantSource clock) {
        this.config = config;
        this.api = api;
        this.known = known;
        this.intake = intake;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) {
        config.all()
                .forEach((host, registry) -> registry.poll()
                        .ifPresent(repositories -> executor.scheduleWithFixedDelay(
                                () -> poll(host, repositories),
                                0,
                                registry.pollEvery().toMillis(),
                                TimeUnit.MILLISECONDS)));
    }

    void stop(@Observes ShutdownEvent event) {
        executor.shutdownNow();
    }

    private void poll(String host, List<String> repositories) {
        for (String repository : repositories) {
            try {
                poll(host + "/" + repository);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            } catch (IOException | RuntimeException failed) {
                LOG.warnf("registry not polled, trying again later repository=%s reason=\"%s\"", repository, failed);
            }
        }
    }

    void poll(String repository) throws IOException, InterruptedException {
        List<String> tags = api.tags(repository);
        Optional<Map<String, String>> before = known.of(repository);
        if (before.isEmpty()) {
            var there = new HashMap<String, String>();
            tags.forEach(tag -> there.put(tag, ""));
            known.note(repository, there);
            LOG.infof("repository read for the first time repository=%s tags=%d", repository, tags.size());
            return;
        }
        for (String tag : tags) {
            if (!before.get().containsKey(tag)) {
                take(repository, tag);
            }
        }
    }

    /// The tag is noted after its event is kept: a crash between both lets it be asked for again.
    private void take(String repository, String tag) throws InterruptedException {
        var image = new ImageReference(repository, tag, null);
        switch (api.digestOf(image)) {
            case TagDigests.Answer.Named(var digest) -> {
                intake.take(new TriggerEvent.ImageChanged(
                        "polling:" + repository,
                        tag + "@" + digest,
                        RegistryAction.INSERT,
                        new ImageReference(repository, tag, digest),
                        Map.of(),
                        clock.instant()));
                known.note(repository, Map.of(tag, digest.value()));
            }
            case TagDigests.Answer.Unknown(var reason) ->
                LOG.warnf("new tag has no digest image=%s reason=\"%s\"", image, reason);
            case TagDigests.Answer.Unanswered(var reason) ->
                LOG.warnf("new tag has no digest yet image=%s reason=\"%s\"", image, reason);
        }
    }
}
