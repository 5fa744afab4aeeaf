package io.gennaker.playground.platform;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gennaker on one machine: PostgreSQL, Kafka, two simulated clusters, Prometheus, Google's Pub/Sub emulator where it
/// is installed, and every service as its own process. Everything binds to 127.0.0.1 and lives under one folder.
///
/// The processes outlive the one that started them; a later `LocalPlatform` on the same folder finds them again. What
/// it is told by the environment: `GENNAKER_HOME` (the folder; else `.gennaker` in the repository),
/// `GENNAKER_PORT_BASE` and `GENNAKER_PORT_<NAME>` (see [PortTable]), `GENNAKER_PUBSUB_ENABLED=false` (leaves the
/// emulator out).
///
/// A method that fails throws a [PlatformException], or an [IllegalArgumentException] for a name or a setting that is
/// not allowed; the messages of both are meant for a person.
public final class LocalPlatform {
    /// The simulated clusters, which are also the contexts of the kubeconfig.
    public static final List<String> CLUSTERS = List.of("replica", "production");

    private final Path root;
    private final PlatformHome home;
    private final Map<String, String> environment;
    private final Catalogue catalogue;
    private final Supervisor supervisor;

    private LocalPlatform(Path root, PlatformHome home, Map<String, String> environment) {
        this.root = root;
        this.home = home;
        this.environment = environment;
        this.catalogue = new Catalogue(root, home, environment);
        this.supervisor = new Supervisor(home, Supervisor.END_WITHIN);
    }

    /// @param root the repository, with the built modules
    public static LocalPlatform open(Path root, Map<String, String> environment) {
        var folder = environment.getOrDefault("GENNAKER_HOME", "").strip();
        var home = new PlatformHome(folder.isEmpty() ? root.resolve(".gennaker") : Path.of(folder));
        return new LocalPlatform(root.toAbsolutePath(), home.prepare(), Map.copyOf(environment));
    }

    /// Starts what does not run, one copy of everything; returns when all is ready.
    public void up(ProgressListener listener) {
        up(Map.of(), listener);
    }

    /// Starts what does not run; returns when all is ready. Copies that run beyond the numbers asked for go on running.
    ///
    /// @param copies of services, by name, where it is to be more than one
    public void up(Map<String, Integer> copies, ProgressListener listener) {
        Set<String> names = new LinkedHashSet<>(catalogue.names());
        copies.forEach((service, count) -> {
            for (var copy = 1; copy <= requireService(service, count); copy++) {
                names.add(new ComponentName(service, copy).toString());
            }
        });
        supervisor.up(components(names), listener);
        catalogue.writeScrapeTargets();
    }

    /// Starts some components only, and waits for them; what they need must run.
    public void start(Set<String> names, ProgressListener listener) {
        supervisor.up(components(names), listener);
        catalogue.writeScrapeTargets();
    }

    /// Starts one component and waits for it.
    public void start(String name, ProgressListener listener) {
        start(Set.of(name), listener);
    }

    /// Stops what was started here: services first, then what they need; orderly, and by force only after a bound.
    public void down(ProgressListener listener) {
        supervisor.down(components(known()), listener);
    }

    /// Stops one component, orderly.
    public void stop(String name, ProgressListener listener) {
        supervisor.down(List.of(catalogue.component(name)), listener);
    }

    /// Ends one component's process at once (SIGKILL), as a crash would.
    ///
    /// @return false when it did not run
    public boolean kill(String name) {
        return supervisor.kill(catalogue.component(name));
    }

    /// How every component is, in the order of [#names()]; asks each of them.
    public List<ComponentStatus> status() {
        return components(known()).parallelStream().map(supervisor::status).toList();
    }

    public ComponentStatus status(String name) {
        return supervisor.status(catalogue.component(name));
    }

    /// The components of the platform; copies beyond the first only where they were started.
    public List<String> names() {
        return List.copyOf(known());
    }

    /// The last lines of a component's log.
    public List<String> logs(String name, int lines) {
        return new LogFile(logFile(name)).tail(lines);
    }

    /// The log of a component; its process appends to it.
    public Path logFile(String name) {
        return home.log(catalogue.component(name).name());
    }

    /// What the machine offers, lacks, and how to get it.
    public List<Check> doctor() {
        return new Doctor(root, home, environment, catalogue, supervisor).examine();
    }

    public PlatformHome home() {
        return home;
    }

    public String consoleUrl() {
        return "http://" + local("console");
    }

    public String prometheusUrl() {
        return "http://" + local("prometheus");
    }

    public String bootstrapServers() {
        return local("kafka");
    }

    /// Where images, traffic and metrics of the simulated clusters are.
    public String clustersAdminUrl() {
        return "http://" + local("clusters-admin");
    }

    /// The API server of a simulated cluster.
    public String apiServerUrl(String cluster) {
        return "http://" + local(cluster + "-api");
    }

    /// The address of the first copy of a service.
    public String serviceUrl(String service) {
        return "http://" + local(service);
    }

    public Path kubeconfig() {
        return home.data("clusters").resolve("kubeconfig");
    }

    /// Where the console writes its token at its first start.
    public Path consoleTokenFile() {
        return home.secret(ServiceEnvironment.CONSOLE_TOKEN);
    }

    /// The key of signed judgement webhooks; made once.
    public Path webhookSecretFile() {
        return new Secrets(home).file(ServiceEnvironment.WEBHOOK_SECRET);
    }

    /// The public part of the key that signs provenance; the orchestrator makes both at its first start.
    public Path provenanceKeyFile() {
        return home.secret(ServiceEnvironment.PROVENANCE_KEY + ".pub");
    }

    /// Host and port of the Pub/Sub emulator, where it is part of the platform.
    public Optional<String> pubSubHost() {
        return catalogue.hasPubSub() ? Optional.of(local("pubsub")) : Optional.empty();
    }

    private String local(String port) {
        return "127.0.0.1:" + catalogue.ports().port(port).number();
    }

    private Set<String> known() {
        Set<String> names = new LinkedHashSet<>(catalogue.names());
        names.addAll(home.started());
        return names;
    }

    private List<Component> components(Set<String> names) {
        List<Component> components = new ArrayList<>();
        names.forEach(name -> components.add(catalogue.component(name)));
        return components;
    }

    private static int requireService(String service, int count) {
        if (!PortTable.SERVICES.contains(service)) {
            throw new PlatformException("copies are of services: found '" + service + "', allowed are "
                    + String.join(", ", PortTable.SERVICES));
        }
        if (count < 1 || count > PortTable.MOST_COPIES) {
            throw new PlatformException(
                    "copies of " + service + ": found " + count + ", allowed 1 to " + PortTable.MOST_COPIES);
        }
        return count;
    }
}
