package io.gennaker.playground.platform;

import java.util.List;
import java.util.Map;

/// Which component listens where: a fixed place above a base, so that nobody has to look it up, and a variable for each
/// place that is taken.
///
/// | Above the base | Port |
/// |---|---|
/// | 0 to 5 | console, trigger, orchestrator, deployer, analysis, judgement |
/// | 10 to 14 | replica-api, replica-gateway, production-api, production-gateway, clusters-admin |
/// | 15 to 19 | prometheus, postgres, kafka, kafka-controller, pubsub |
/// | 20 and up | second and further copies of the services, six places for each |
public final class PortTable {
    public static final String BASE_VARIABLE = "GENNAKER_PORT_BASE";
    static final int DEFAULT_BASE = 18_080;
    static final int MOST_COPIES = 8;

    static final List<String> SERVICES =
            List.of("console", "trigger", "orchestrator", "deployer", "analysis", "judgement");

    private static final Map<String, Integer> INFRASTRUCTURE = Map.of(
            "replica-api", 10,
            "replica-gateway", 11,
            "production-api", 12,
            "production-gateway", 13,
            "clusters-admin", 14,
            "prometheus", 15,
            "postgres", 16,
            "kafka", 17,
            "kafka-controller", 18,
            "pubsub", 19);
    private static final int COPIES = 20;

    private final Map<String, String> environment;
    private final int base;

    public PortTable(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
        this.base = number(BASE_VARIABLE, DEFAULT_BASE);
    }

    /// The port of this name.
    public Port port(String name) {
        var service = SERVICES.indexOf(name);
        var place = service >= 0 ? Integer.valueOf(service) : INFRASTRUCTURE.get(name);
        if (place == null) {
            throw new IllegalArgumentException("no port is called '" + name + "'");
        }
        return resolve(name, base + place);
    }

    /// The port of a service's copy; the first copy has the service's own.
    public Port copy(String service, int copy) {
        if (copy == 1) {
            return port(service);
        }
        if (copy < 1 || copy > MOST_COPIES) {
            throw new IllegalArgumentException(
                    "copy of " + service + ": found " + copy + ", allowed 1 to " + MOST_COPIES);
        }
        var place = COPIES + (copy - 2) * SERVICES.size() + SERVICES.indexOf(service);
        return resolve(service + "-" + copy, base + place);
    }

    private Port resolve(String name, int fallback) {
        return new Port(name, number(Port.variable(name), fallback));
    }

    private int number(String variable, int fallback) {
        var value = environment.getOrDefault(variable, "").strip();
        if (value.isEmpty()) {
            return fallback;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(variable + ": found '" + value + "', allowed is a port number", e);
        }
    }
}
