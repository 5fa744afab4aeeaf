package io.gennaker.cli.connect;

import java.nio.file.Files;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A kustomize component that mounts in each service what it reads, and no other's secrets.
final class Kustomization {
    private static final String HEAD = """
            # Written by: gennaker connect. Name this folder under 'components' of your overlay.
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            """;

    private Kustomization() {}

    /// @param failed clusters that could not be set up
    static String of(IntegrationsFile file, Map<String, ServiceProperties> services, Set<String> failed) {
        var secrets = new StringBuilder("secretGenerator:\n");
        var patches = new StringBuilder("patches:\n");
        boolean any = false;
        for (Map.Entry<String, ServiceProperties> service : services.entrySet()) {
            if (!service.getValue().isEmpty()) {
                any = true;
                SortedSet<String> files = files(file, service.getKey(), service.getValue(), failed);
                secrets.append(secret(service.getKey(), files));
                patches.append(patch(file, service.getKey(), files));
            }
        }
        return any ? HEAD + secrets + patches : HEAD;
    }

    private static SortedSet<String> files(
            IntegrationsFile file, String service, ServiceProperties properties, Set<String> failed) {
        var files = new TreeSet<String>();
        files.add(own(service));
        properties.files().forEach(named -> {
            String relative = file.folder().relativize(file.here(named)).toString();
            if (!mayBeMissing(relative, failed) || Files.exists(file.here(named))) {
                files.add(relative);
            }
        });
        return files;
    }

    /// A cluster whose certificate everybody trusts has no ca.crt; one that was never set up has nothing.
    private static boolean mayBeMissing(String name, Set<String> failed) {
        return name.endsWith("/ca.crt")
                || failed.stream().anyMatch(cluster -> name.startsWith("clusters/" + cluster + "/"));
    }

    private static String own(String service) {
        return "services/" + service + ".properties";
    }

    private static String secret(String service, SortedSet<String> files) {
        var text = new StringBuilder("  - name: " + service + "-integrations\n    files:\n");
        files.forEach(name -> text.append("      - ")
                .append(key(name))
                .append('=')
                .append(name)
                .append('\n'));
        return text.toString();
    }

    private static String key(String name) {
        return name.replaceAll("[^A-Za-z0-9._-]", "..").replaceFirst("^\\.+", "");
    }

    private static String patch(IntegrationsFile file, String service, SortedSet<String> files) {
        var items = new StringBuilder();
        files.forEach(name -> items.append("                    - {key: " + key(name) + ", path: \"" + name + "\"}\n"));
        return """
                  - target: {kind: Deployment, name: <service>}
                    patch: |-
                      apiVersion: apps/v1
                      kind: Deployment
                      metadata: {name: <service>}
                      spec:
                        template:
                          spec:
                            containers:
                              - name: <service>
                                env:
                                  - name: QUARKUS_CONFIG_LOCATIONS
                                    value: <location>
                                volumeMounts:
                                  - {name: integrations, mountPath: <mounted>, readOnly: true}
                            volumes:
                              - name: integrations
                                secret:
                                  secretName: <service>-integrations
                                  items:
                """.replace("<service>", service)
                        .replace("<location>", file.there(own(service)))
                        .replace("<mounted>", file.there(""))
                + items;
    }
}
