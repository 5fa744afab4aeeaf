package io.gennaker.deployer.traffic;

/// Names of hosts as Istio reads them: a short name means a Service of the object's own namespace.
final class Hosts {
    private static final String CLUSTER = ".svc.cluster.local";

    private Hosts() {}

    static boolean areSame(String one, String other, String namespace) {
        return full(one, namespace).equals(full(other, namespace));
    }

    /// `shop`, `shop.ns` and `shop.ns.svc` mean `shop.ns.svc.cluster.local`.
    private static String full(String host, String namespace) {
        String[] parts = host.split("\\.");
        return switch (parts.length) {
            case 1 -> host + "." + namespace + CLUSTER;
            case 2 -> parts[1].equals(namespace) ? host + CLUSTER : host;
            case 3 -> parts[2].equals("svc") ? host + ".cluster.local" : host;
            default -> host;
        };
    }
}
