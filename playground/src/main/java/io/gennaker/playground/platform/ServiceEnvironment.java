package io.gennaker.playground.platform;

import java.util.HashMap;
import java.util.Map;

/// What each service is told by environment variables.
final class ServiceEnvironment {
    static final String DATABASE = "gennaker";
    static final String WEBHOOK_SECRET = "webhook-secret";
    private static final String CALLOUT_SECRET = "callout-secret";
    static final String CONSOLE_TOKEN = "console-token";
    static final String PROVENANCE_KEY = "provenance-key";

    private final PlatformHome home;
    private final PortTable ports;
    private final Secrets secrets;
    private final boolean pubSub;

    /// @param pubSub whether the emulator is part of the platform
    ServiceEnvironment(PlatformHome home, PortTable ports, Secrets secrets, boolean pubSub) {
        this.home = home;
        this.ports = ports;
        this.secrets = secrets;
        this.pubSub = pubSub;
    }

    static String passwordName(String service) {
        return "database-" + service;
    }

    Map<String, String> of(String service, Port http) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_HTTP_HOST",
                "127.0.0.1",
                "QUARKUS_HTTP_PORT",
                Integer.toString(http.number()),
                "KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + number("kafka"),
                "QUARKUS_DATASOURCE_JDBC_URL",
                "jdbc:postgresql://127.0.0.1:" + number("postgres") + "/" + DATABASE + "?currentSchema=" + service,
                "QUARKUS_DATASOURCE_USERNAME",
                service,
                "QUARKUS_DATASOURCE_PASSWORD",
                secrets.value(passwordName(service)),
                // glibc would keep an arena for each thread: tens of MiB for nothing in so small a heap.
                "MALLOC_ARENA_MAX",
                "2"));
        environment.putAll(ownOf(service, http));
        return environment;
    }

    private Map<String, String> ownOf(String service, Port http) {
        return switch (service) {
            case "orchestrator" ->
                Map.of(
                        "GENNAKER_PROVENANCE_KEY_FILE",
                        home.secret(PROVENANCE_KEY).toString());
            case "deployer" ->
                Map.of("KUBECONFIG", home.data("clusters").resolve("kubeconfig").toString());
            case "analysis" ->
                Map.of(
                        "GENNAKER_PROMETHEUS_URL",
                        "http://127.0.0.1:" + number("prometheus"),
                        // as PrometheusServer scrapes the clusters
                        "GENNAKER_PROMETHEUS_SCRAPE_INTERVAL",
                        "1s");
            case "judgement" ->
                Map.of(
                        "GENNAKER_WEBHOOK_SECRET_FILE",
                        secrets.file(WEBHOOK_SECRET).toString(),
                        "GENNAKER_CALLOUT_SECRET_FILE",
                        secrets.file(CALLOUT_SECRET).toString(),
                        "GENNAKER_CALLOUT_CALLBACK_URL",
                        "http://127.0.0.1:" + http.number());
            case "console" ->
                Map.of("GENNAKER_CONSOLE_TOKEN_FILE", home.secret(CONSOLE_TOKEN).toString());
            case "trigger" -> pubSub();
            default -> Map.of();
        };
    }

    private Map<String, String> pubSub() {
        return pubSub
                ? Map.of(
                        "GENNAKER_PUBSUB_ENABLED", "true",
                        "PUBSUB_EMULATOR_HOST", "127.0.0.1:" + number("pubsub"),
                        "GENNAKER_PUBSUB_PROJECT", PubSubEmulator.PROJECT,
                        "GENNAKER_PUBSUB_SUBSCRIPTION", PubSubEmulator.SUBSCRIPTION,
                        "GENNAKER_PUBSUB_TOPIC", PubSubEmulator.TOPIC)
                : Map.of("GENNAKER_PUBSUB_ENABLED", "false");
    }

    private int number(String port) {
        return ports.port(port).number();
    }
}
