package io.gennaker.playground.cluster.kinds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Every kind that is served right now. Safe for use by many threads.
public final class KindCatalog {

    private volatile Map<String, Kind> byResource;

    public KindCatalog() {
        var kinds = new TreeMap<String, Kind>();
        BuiltInKinds.list().forEach(kind -> kinds.put(kind.resource(), kind));
        byResource = kinds;
    }

    public Optional<Kind> find(String group, String version, String plural) {
        return find(group.isEmpty() ? plural : plural + "." + group)
                .filter(kind -> kind.versions().contains(version));
    }

    /// Looks a kind up by `plural.group`.
    public Optional<Kind> find(String resource) {
        return Optional.ofNullable(byResource.get(resource));
    }

    /// Looks a kind up by its resource when the caller knows that it is always there.
    public Kind builtIn(String resource) {
        return find(resource).orElseThrow(() -> new IllegalArgumentException("No kind serves " + resource));
    }

    /// Looks a kind up as owner references name it.
    public Optional<Kind> findByName(String apiVersion, String name) {
        var slash = apiVersion.indexOf('/');
        var group = slash < 0 ? "" : apiVersion.substring(0, slash);
        return all().stream()
                .filter(kind -> kind.group().equals(group) && kind.name().equals(name))
                .findFirst();
    }

    public List<Kind> all() {
        return List.copyOf(byResource.values());
    }

    public synchronized void add(Kind kind) {
        var kinds = new TreeMap<>(byResource);
        kinds.put(kind.resource(), kind);
        byResource = kinds;
    }

    public synchronized void remove(String resource) {
        var kinds = new TreeMap<>(byResource);
        kinds.remove(resource);
        byResource = kinds;
    }
}
