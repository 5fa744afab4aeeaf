package io.gennaker.playground.platform;

import io.gennaker.playground.kafka.Broker;
import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import io.gennaker.playground.postgres.Database;
import io.gennaker.playground.postgres.DatabaseSettings;
import io.gennaker.playground.postgres.Durability;
import io.gennaker.playground.prometheus.DebianPrometheus;
import io.gennaker.playground.prometheus.PrometheusServer;
import io.gennaker.playground.prometheus.ScrapeTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Knows every component of the local platform by its name: one method for each kind.
final class Catalogue {
    private static final String CLUSTERS_MAIN = "io.gennaker.playground.SimulatedClusters";
    private static final Duration SOON = Duration.ofSeconds(60);
    /// A service starts in seconds; the bound is for a machine that does much else.
    private static final Duration SERVICE_SOON = Duration.ofSeconds(150);

    private static final String SERVICE_HEAP = "128m";

    private final Path root;
    private final PlatformHome home;
    private final Map<String, String> environment;
    private final PortTable ports;
    private final Secrets secrets;
    private final Optional<PubSubEmulator> pubSub;
    private final ServiceEnvironment services;

    Catalogue(Path root, PlatformHome home, Map<String, String> environment) {
        this.root = root;
        this.home = home;
        this.environment = environment;
        this.ports = new PortTable(environment);
        this.secrets = new Secrets(home);
        this.pubSub = PubSubEmulator.wanted(environment) ? PubSubEmulator.find(environment) : Optional.empty();
        this.services = new ServiceEnvironment(home, ports, secrets, pubSub.isPresent());
    }

    PortTable ports() {
        return ports;
    }

    boolean hasPubSub() {
        return pubSub.isPresent();
    }

    /// The components of a platform with one copy of everything, in the order in which they are shown.
    List<String> names() {
        List<String> names = new ArrayList<>(List.of("postgres", "kafka", "clusters", "prometheus"));
        pubSub.ifPresent(_ -> names.add("pubsub"));
        names.addAll(List.of("trigger", "orchestrator", "deployer", "analysis", "judgement", "console"));
        return names;
    }

    Component component(String name) {
        var parsed = ComponentName.parse(name);
        if (PortTable.SERVICES.contains(parsed.kind())) {
            return service(parsed);
        }
        if (parsed.copy() == 1) {
            switch (parsed.kind()) {
                case "postgres" -> {
                    return postgres();
                }
                case "kafka" -> {
                    return kafka();
                }
                case "clusters" -> {
                    return clusters();
                }
                case "prometheus" -> {
                    return prometheus();
                }
                case "pubsub" -> {
                    return pubSub();
                }
                default -> {
                    // falls through to the refusal
                }
            }
        }
        throw new PlatformException("no component is called '" + name + "': allowed are " + String.join(", ", names())
                + ", and copies of the services as in orchestrator-2");
    }

    private Component postgres() {
        var port = ports.port("postgres");
        var database = new Database(new DatabaseSettings(
                home.data("postgres"),
                home.cache("postgres"),
                home.log("postgres"),
                port.number(),
                secrets.value("database-superuser"),
                Durability.DURABLE));
        var process = new DatabaseProcess(database, ServiceEnvironment.DATABASE, this::databasePasswords);
        var address = "postgresql://127.0.0.1:" + port.number() + "/" + ServiceEnvironment.DATABASE;
        return new Component("postgres", List.of(port), Set.of(), Optional.of(address), process, process, SOON);
    }

    private Component kafka() {
        var port = ports.port("kafka");
        var controller = ports.port("kafka-controller");
        return new Component(
                "kafka",
                List.of(port, controller),
                Set.of(),
                Optional.of("127.0.0.1:" + port.number()),
                own(
                        "256m",
                        Broker.class.getName(),
                        home.data("kafka"),
                        List.of("--port", number(port), "--controller-port", number(controller))),
                new KafkaProbe(port),
                SOON);
    }

    private Component clusters() {
        var admin = ports.port("clusters-admin");
        var listening = new ArrayList<>(List.of(admin));
        List<String> arguments = new ArrayList<>();
        Probe probe = new HttpProbe(admin, "/metrics").and(this::kubeconfigIsThere);
        for (var cluster : LocalPlatform.CLUSTERS) {
            var api = ports.port(cluster + "-api");
            var gateway = ports.port(cluster + "-gateway");
            listening.addAll(List.of(api, gateway));
            arguments.addAll(List.of("--cluster", cluster + "=" + number(api) + "," + number(gateway)));
            probe = probe.and(new HttpProbe(api, "/version"));
        }
        arguments.addAll(List.of("--admin", number(admin)));
        return new Component(
                "clusters",
                listening,
                Set.of(),
                Optional.of("http://127.0.0.1:" + number(admin)),
                own("160m", CLUSTERS_MAIN, home.data("clusters"), arguments),
                probe,
                SOON);
    }

    private Readiness kubeconfigIsThere() {
        var kubeconfig = home.data("clusters").resolve("kubeconfig");
        return Files.exists(kubeconfig) ? new Ready() : new NotYet("has not written " + kubeconfig);
    }

    private Component prometheus() {
        var port = ports.port("prometheus");
        var server = new PrometheusServer(home.data("prometheus"));
        return new Component(
                "prometheus",
                List.of(port),
                Set.of(),
                Optional.of("http://127.0.0.1:" + port.number()),
                new DetachedProcess(() -> {
                    var program = prometheusProgram();
                    configure(server);
                    return new DetachedProcess.Invocation(
                            server.command(program, port.number()), home.data("prometheus"), Map.of());
                }),
                new HttpProbe(port, "/-/ready"),
                SOON);
    }

    /// Installed, or else out of Debian's package.
    private Path prometheusProgram() {
        var path = environment.getOrDefault("PATH", "");
        return PrometheusServer.program(path)
                .or(() -> new DebianPrometheus(home.cache("prometheus"), path).program())
                .orElseThrow(() ->
                        new PlatformException("the program `prometheus` is not on PATH. " + PrometheusServer.INSTALL));
    }

    /// Tells Prometheus of the services that are to be asked: one copy of each, and every further one that was started.
    void writeScrapeTargets() {
        configure(new PrometheusServer(home.data("prometheus")));
    }

    private void configure(PrometheusServer server) {
        var copies = home.started().stream()
                .map(ComponentName::parse)
                .filter(name -> PortTable.SERVICES.contains(name.kind()) && name.copy() > 1);
        var targets = Stream.concat(PortTable.SERVICES.stream().map(ComponentName::parse), copies)
                .map(name -> new ScrapeTarget(
                        name.toString(), ports.copy(name.kind(), name.copy()).number(), "/q/metrics"))
                .toList();
        try {
            server.configure(
                    List.of(new ScrapeTarget(
                            "clusters", ports.port("clusters-admin").number(), "/metrics")),
                    targets);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the configuration of Prometheus", e);
        }
    }

    private Component pubSub() {
        var port = ports.port("pubsub");
        return new Component(
                "pubsub",
                List.of(port),
                Set.of(),
                Optional.of("127.0.0.1:" + port.number()),
                new DetachedProcess(() -> new DetachedProcess.Invocation(
                        pubSub.orElseThrow(() -> new PlatformException(
                                        "the emulator is not installed, or left out. " + PubSubEmulator.INSTALL))
                                .command(port),
                        home.data("pubsub"),
                        Map.of())),
                new PubSubProbe(port),
                SOON);
    }

    private Component service(ComponentName name) {
        var port = ports.copy(name.kind(), name.copy());
        var jar = root.resolve(name.kind() + "-service/target/quarkus-app/quarkus-run.jar");
        return new Component(
                name.toString(),
                List.of(port),
                needsOf(name.kind()),
                Optional.of("http://127.0.0.1:" + port.number()),
                new DetachedProcess(() -> new DetachedProcess.Invocation(
                        JavaCommand.ofThisJdk(environment).jar(SERVICE_HEAP, requireBuilt(jar)),
                        home.data(name.toString()),
                        services.of(name.kind(), port))),
                new HttpProbe(port, "/q/health/ready"),
                SERVICE_SOON);
    }

    private Set<String> needsOf(String service) {
        return switch (service) {
            case "deployer" -> Set.of("postgres", "kafka", "clusters");
            case "trigger" -> Set.of("postgres", "kafka", "pubsub");
            default -> Set.of("postgres", "kafka");
        };
    }

    /// A program of the playground itself: on the class path of this JVM, which has all that it needs.
    private DetachedProcess own(String heap, String mainClass, Path data, List<String> arguments) {
        return new DetachedProcess(() -> {
            List<String> all = new ArrayList<>(List.of("--data", data.toString()));
            all.addAll(arguments);
            return new DetachedProcess.Invocation(
                    JavaCommand.ofThisJdk(environment).main(heap, mainClass, all),
                    data,
                    Map.of("MALLOC_ARENA_MAX", "2"));
        });
    }

    private Map<String, String> databasePasswords() {
        return PortTable.SERVICES.stream()
                .collect(Collectors.toMap(
                        service -> service, service -> secrets.value(ServiceEnvironment.passwordName(service))));
    }

    private static Path requireBuilt(Path jar) {
        if (Files.notExists(jar)) {
            throw new PlatformException("is not built: " + jar + " is missing. Run ./mvnw -Dquick -DskipTests package");
        }
        return jar;
    }

    private static String number(Port port) {
        return Integer.toString(port.number());
    }
}
