package io.gennaker.deployer.plan;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The ConfigMaps and Secrets that a pod template names: found, and renamed in all the places where it can name them.
final class ReferredConfig {
    /// Field that holds a reference, the field of the name inside it, and the kind it refers to.
    private record Reference(String field, String nameField, String kind) {}

    private static final List<Reference> REFERENCES = List.of(
            new Reference("configMap", "name", "ConfigMap"),
            new Reference("configMapRef", "name", "ConfigMap"),
            new Reference("configMapKeyRef", "name", "ConfigMap"),
            new Reference("secret", "name", "Secret"),
            new Reference("secret", "secretName", "Secret"),
            new Reference("secretRef", "name", "Secret"),
            new Reference("secretKeyRef", "name", "Secret"));
    /// Parts of a pod's spec in which a field of such a name is a reference, and nothing else.
    private static final List<String> PLACES =
            List.of("volumes", "containers", "initContainers", "ephemeralContainers");

    private ReferredConfig() {}

    /// A kind and a name.
    record Name(String kind, String name) {
        static Name of(Resource resource) {
            return new Name(resource.kind(), resource.name());
        }
    }

    /// All that the pod's spec names.
    static Set<Name> in(Value podSpec) {
        var found = new LinkedHashSet<Name>();
        rename(podSpec, name -> {
            found.add(name);
            return name;
        });
        return found;
    }

    /// The pod's spec with every name replaced.
    static Value rename(Value podSpec, UnaryOperator<Name> rename) {
        Value renamed = podSpec;
        for (String place : PLACES) {
            if (renamed.at(place).isPresent()) {
                renamed = renamed.put(inside(renamed.at(place), rename), place);
            }
        }
        if (renamed.at("imagePullSecrets").isPresent()) {
            renamed = renamed.put(pullSecrets(renamed.at("imagePullSecrets"), rename), "imagePullSecrets");
        }
        return renamed;
    }

    private static Value pullSecrets(Value secrets, UnaryOperator<Name> rename) {
        return Value.of(secrets.items().stream()
                .map(secret -> renamed(secret, new Reference("", "name", "Secret"), rename))
                .toList());
    }

    private static Value inside(Value value, UnaryOperator<Name> rename) {
        return switch (value) {
            case Value.Items(var values) -> {
                var changed = new ArrayList<Value>();
                values.forEach(item -> changed.add(inside(item, rename)));
                yield Value.of(changed);
            }
            case Value.Fields(Map<String, Value> entries) -> {
                var changed = new LinkedHashMap<String, Value>();
                entries.forEach((key, child) -> changed.put(key, entry(key, child, rename)));
                yield new Value.Fields(changed);
            }
            case Value.Text _, Value.Decimal _, Value.Flag _, Value.Nothing _ -> value;
        };
    }

    private static Value entry(String key, Value child, UnaryOperator<Name> rename) {
        for (Reference reference : REFERENCES) {
            if (reference.field().equals(key) && child.at(reference.nameField()).text() != null) {
                return renamed(child, reference, rename);
            }
        }
        return inside(child, rename);
    }

    private static Value renamed(Value holder, Reference reference, UnaryOperator<Name> rename) {
        @Nullable String name = holder.at(reference.nameField()).text();
        return name == null
                ? holder
                : holder.put(
                        Value.of(rename.apply(new Name(reference.kind(), name)).name()), reference.nameField());
    }
}
