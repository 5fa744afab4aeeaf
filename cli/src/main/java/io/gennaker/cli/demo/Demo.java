package io.gennaker.cli.demo;

import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.cli.Session;
import io.gennaker.cli.api.ConsoleClient;
import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.ExecutionLine;
import io.gennaker.cli.api.Judgement;
import io.gennaker.cli.definitions.Applying;
import io.gennaker.cli.definitions.DefinitionFiles;
import io.gennaker.cli.display.LiveDisplay;
import io.gennaker.cli.display.Style;
import io.gennaker.contracts.ImageReference;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The reference flow on the local platform: a good image goes to production, a bad one is taken back, and no request
/// fails meanwhile.
///
/// Everything goes the way it goes in production: definitions by the API, images by the registry's events, the
/// judgement by a signed webhook. What the demo looks at in the end is the cluster itself.
public final class Demo {
    private static final String IMAGE = "us.gcr.io/acme/shop";
    private static final String PERSON = "dana";
    private static final int REQUESTS_PER_SECOND = 100;
    private static final int RELEASE_REPLICAS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Map<String, String> GOOD = Map.of(
            "sim.gennaker.io/latency",
            "20ms",
            "sim.gennaker.io/latency-jitter",
            "10ms",
            "sim.gennaker.io/ready-after",
            "1s");
    private static final Map<String, String> BAD = Map.of(
            "sim.gennaker.io/latency", "100ms",
            "sim.gennaker.io/latency-jitter", "20ms",
            "sim.gennaker.io/error-rate", "0.05",
            "sim.gennaker.io/ready-after", "1s");

    private final Session session;
    private final ConsoleClient console;
    private final Playground playground;
    private final Registry registry;
    private final SignedWebhook webhook;
    private final PrintStream progress;
    private final Style style;
    private final DemoObserver observer;

    /// @param platform up
    /// @param observer told of what happens before the demo acts on it
    public Demo(Session session, LocalPlatform platform, DemoObserver observer) {
        this.session = session;
        this.observer = observer;
        // A service that is started again meanwhile must not end the demo.
        this.console = session.localConsole(platform).persisting(Duration.ofSeconds(60));
        this.playground = new Playground(platform);
        this.registry = new Registry(platform);
        this.webhook = new SignedWebhook(URI.create(platform.serviceUrl("judgement")), platform.webhookSecretFile());
        this.progress = session.progress();
        this.style = session.terminal().style();
    }

    /// Runs both deliveries, and looks at how they ended.
    ///
    /// @param example the folder with the definitions of `shop`
    public DemoReport run(Path example) {
        prepare(example);
        installRelease();
        Playground.Requests before = playground.requests();
        // Unlike any earlier demo's on this platform.
        String run = Long.toString(Instant.now().getEpochSecond(), 36);

        Delivery good = deliver("good", "v2-" + run, GOOD);
        Delivery bad = deliver("bad", "v3-" + run, BAD);

        Playground.Requests during = playground.requests().since(before);
        var problems = new ArrayList<String>();
        problems.addAll(DemoCheck.promoted(good));
        problems.addAll(DemoCheck.takenBack(bad, good.image()));
        if (during.mesh() > 0) {
            problems.add(during.mesh() + " requests failed in the mesh");
        }
        if (during.sent() == 0) {
            problems.add("no requests were sent, so nothing was shown");
        }
        return new DemoReport(List.of(DemoReport.of(good), DemoReport.of(bad)), during.mesh(), during.sent(), problems);
    }

    private void prepare(Path example) {
        say("Preparing: images of the jobs, namespaces, definitions");
        playground.push(
                IMAGE + "-schema:v1",
                Map.of("sim.gennaker.io/run-for", "1s", "sim.gennaker.io/log", "schema is at version 7"));
        playground.push(IMAGE + "-blackbox:v1", Map.of("sim.gennaker.io/probe", "10"));
        playground.ensureNamespace("replica");
        playground.ensureNamespace(Playground.PRODUCTION);
        Applying.apply(console, DefinitionFiles.read(List.of(example)), Applying.Options.within(Duration.ofSeconds(60)))
                .forEach(change -> progress.println("  " + change.kind() + "/" + change.name() + " "
                        + change.change().name().toLowerCase(Locale.ROOT)));
    }

    private void installRelease() {
        Playground.Production production = playground.production();
        if (production.availableReplicas() < RELEASE_REPLICAS) {
            ImageReference image = playground.push(IMAGE + ":v1", GOOD);
            say("Installing release v1 with " + RELEASE_REPLICAS + " pods in production");
            String execution =
                    console.start("shop-install", Map.of(), Map.of("shop", image.toString()), Map.of(), null);
            Execution end = follow(execution);
            if (!end.succeeded()) {
                throw new CliFailure(ExitCode.NEGATIVE, "release v1 could not be installed: " + end.reason());
            }
        }
        playground.sendRequests(REQUESTS_PER_SECOND);
    }

    private Delivery deliver(String kind, String tag, Map<String, String> behaviour) {
        ImageReference image = playground.push(IMAGE + ":" + tag, behaviour);
        say("Delivering the " + kind + " image " + IMAGE + ":" + tag);
        String way = registry.announce(image);
        observer.published(image);
        progress.println("  " + style.faint(way));
        Execution end = follow(awaitExecution(image));
        return new Delivery(image, end, playground.production());
    }

    /// Which execution an image started is the trigger's business: it is found by what it delivers.
    private String awaitExecution(ImageReference image) {
        long deadline = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (System.nanoTime() < deadline) {
            Optional<ExecutionLine> started = console.executions("shop", null, null, 20).stream()
                    .filter(line -> line.images().contains(image.toString()))
                    .findFirst();
            if (started.isPresent()) {
                return started.get().id();
            }
            pause();
        }
        throw new CliFailure(ExitCode.TIMEOUT, "no execution was started by " + image);
    }

    /// Shows an execution to its end, and answers its judgements as the named person.
    private Execution follow(String id) {
        Set<String> answered = new HashSet<>();
        try (var display = new LiveDisplay(progress, session.terminal(), Clock.systemUTC())) {
            return console.follow(id, PATIENCE, snapshot -> {
                display.accept(snapshot);
                observer.seen(snapshot);
                snapshot.judgements().stream()
                        .filter(Judgement::open)
                        .map(Judgement::id)
                        .filter(judgement -> !answered.contains(judgement) && !observer.answers(judgement))
                        .forEach(judgement -> {
                            if (approve(judgement)) {
                                answered.add(judgement);
                            }
                        });
                return snapshot.finished();
            });
        }
    }

    /// The service may be away for a while; the call is repeatable.
    private boolean approve(String judgement) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < deadline) {
            if (webhook.approve(judgement, PERSON, "both comparisons look the same to me")) {
                return true;
            }
            pause();
        }
        throw new CliFailure(ExitCode.TIMEOUT, "the judgement service did not take the answer to " + judgement);
    }

    private void say(String text) {
        progress.println();
        progress.println(style.strong(text));
    }

    private static void pause() {
        try {
            Thread.sleep(250);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }
}
