package io.gennaker.deployer.plan;

import io.gennaker.contracts.Digest;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// ConfigMaps and Secrets that pods of the same manifests refer to, under names of their content.
///
/// A pod template then names exactly the configuration that it was written with, so that image and configuration go
/// forward and back together. Each version stays for as long as something that makes pods, now or when it is rolled
/// back to, names it.
public final class VersionedConfig {
    /// Label of every version.
    public static final String LABEL = "gennaker.io/versioned";
    /// The name as written in the manifests.
    public static final String NAME = "gennaker.io/config";
    private static final Set<String> KINDS = Set.of("ConfigMap", "Secret");
    private static final List<String> CONTENT = List.of("data", "binaryData", "stringData", "type");
    private static final int HASH = 10;
    private static final int LONGEST_NAME = 253;
    /// Where kinds keep the spec of the pods they make.
    private static final Map<String, String[]> POD_SPECS = Map.of(
            "Pod", new String[] {"spec"},
            "Deployment", new String[] {"spec", "template", "spec"},
            "ReplicaSet", new String[] {"spec", "template", "spec"},
            "StatefulSet", new String[] {"spec", "template", "spec"},
            "DaemonSet", new String[] {"spec", "template", "spec"},
            "Job", new String[] {"spec", "template", "spec"},
            "CronJob", new String[] {"spec", "jobTemplate", "spec", "template", "spec"},
            "ControllerRevision", new String[] {"data", "spec", "template", "spec"});

    private VersionedConfig() {}

    /// The objects with configuration and references to it renamed.
    static List<Resource> in(List<Resource> objects) {
        Set<ReferredConfig.Name> referred = referredBy(objects);
        var versions = new LinkedHashMap<ReferredConfig.Name, Resource>();
        for (Resource object : objects) {
            var name = ReferredConfig.Name.of(object);
            if (referred.contains(name) && isWanted(object)) {
                versions.put(name, version(object));
            }
        }
        var result = new ArrayList<Resource>();
        for (Resource object : objects) {
            Resource version = versions.get(ReferredConfig.Name.of(object));
            result.add(version != null ? version : renamed(object, versions));
        }
        return result;
    }

    private static boolean isWanted(Resource object) {
        return KINDS.contains(object.kind()) && !"false".equals(object.annotation(LABEL));
    }

    private static Resource version(Resource config) {
        String suffix = "-" + hash(config);
        String stem = config.name();
        String name = stem.substring(0, Math.min(stem.length(), LONGEST_NAME - suffix.length())) + suffix;
        return config.put(Value.of(name), "metadata", "name")
                .withLabel(LABEL, "true")
                .withAnnotation(NAME, stem)
                .put(new Value.Flag(true), "immutable");
    }

    /// Of the content in an order of its own: written in another one it is the same.
    private static String hash(Resource config) {
        var text = new StringBuilder();
        for (String part : CONTENT) {
            text.append(part).append('\n');
            new TreeMap<>(config.at(part).texts())
                    .forEach((key, value) -> text.append(key.length())
                            .append(' ')
                            .append(key)
                            .append(' ')
                            .append(value.length())
                            .append(' ')
                            .append(value)
                            .append('\n'));
            text.append(config.at(part).textOr(""));
        }
        return Digest.of(text.toString()).hex().substring(0, HASH);
    }

    private static Resource renamed(Resource object, Map<ReferredConfig.Name, Resource> versions) {
        String[] path = POD_SPECS.get(object.kind());
        if (path == null || !object.at(path).isPresent()) {
            return object;
        }
        Value spec = ReferredConfig.rename(
                object.at(path),
                name -> versions.containsKey(name) ? ReferredConfig.Name.of(versions.get(name)) : name);
        return object.put(spec, path);
    }

    /// All configuration that the pods of some objects name.
    private static Set<ReferredConfig.Name> referredBy(List<Resource> objects) {
        return objects.stream()
                .flatMap(object -> referredBy(object).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Set<ReferredConfig.Name> referredBy(Resource object) {
        String[] path = POD_SPECS.get(object.kind());
        return path == null ? Set.of() : ReferredConfig.in(object.at(path));
    }

    /// Whether an object of this type may be a version.
    public static boolean isOfConfig(ResourceKey key) {
        return KINDS.contains(key.kind());
    }

    public static boolean isVersion(Resource resource) {
        return KINDS.contains(resource.kind()) && "true".equals(resource.label(LABEL));
    }

    /// The versions of the same configuration as `current` that nothing needs.
    ///
    /// @param current versions that were just written
    /// @param versions all that there are
    /// @param users everything that makes pods, or would when it is rolled back to
    public static List<Resource> unneeded(List<Resource> current, List<Resource> versions, List<Resource> users) {
        Set<ReferredConfig.Name> needed = referredBy(users);
        Set<ReferredConfig.Name> families = families(current.stream());
        Set<String> kept = current.stream().map(Resource::toString).collect(Collectors.toSet());
        return versions.stream()
                .filter(version -> families.contains(family(version)))
                .filter(version -> !kept.contains(version.toString()))
                .filter(version -> !needed.contains(ReferredConfig.Name.of(version)))
                .toList();
    }

    private static Set<ReferredConfig.Name> families(Stream<Resource> versions) {
        return versions.map(VersionedConfig::family).collect(Collectors.toSet());
    }

    private static ReferredConfig.Name family(Resource version) {
        String name = version.annotation(NAME);
        return new ReferredConfig.Name(version.kind(), name == null ? "" : name);
    }
}
