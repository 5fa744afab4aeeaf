package io.gennaker.deployer.testing;

import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.util.ArrayList;
import java.util.List;

/// Applies a JSON patch, as an API server does (RFC 6902).
public final class JsonPatch {
    /// A test of the patch failed.
    public static final class TestFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private JsonPatch() {}

    public static Resource apply(Resource resource, List<PatchOperation> operations) {
        Value body = resource.body();
        for (PatchOperation operation : operations) {
            List<String> path = List.of(operation.path().substring(1).split("/")).stream()
                    .map(part -> part.replace("~1", "/").replace("~0", "~"))
                    .toList();
            body = apply(body, path, operation);
        }
        return new Resource(new Value.Fields(body.fields()));
    }

    /// What a patch says that only adds.
    public static List<PatchOperation> additions(Value patch) {
        return patch.items().stream()
                .map(addition -> (PatchOperation)
                        new PatchOperation.Add(addition.at("path").textOr(""), addition.at("value")))
                .toList();
    }

    private static Value apply(Value value, List<String> path, PatchOperation operation) {
        String key = path.getFirst();
        if (path.size() > 1) {
            List<String> rest = path.subList(1, path.size());
            if (value instanceof Value.Items(var values)) {
                var changed = new ArrayList<>(values);
                int index = Integer.parseInt(key);
                changed.set(index, apply(changed.get(index), rest, operation));
                return Value.of(changed);
            }
            if (!value.at(key).isPresent()) {
                throw new IllegalArgumentException(operation.path() + " is not there");
            }
            return value.put(apply(value.at(key), rest, operation), key);
        }
        return value instanceof Value.Items(var values) ? item(values, key, operation) : field(value, key, operation);
    }

    private static Value field(Value value, String key, PatchOperation operation) {
        return switch (operation) {
            case PatchOperation.Test test -> tested(value, value.at(key), test.value());
            case PatchOperation.Add add -> value.put(add.value(), key);
            case PatchOperation.Replace replace -> value.put(present(value.at(key), replace.value()), key);
            case PatchOperation.Remove _ -> {
                Value _ = present(value.at(key), Value.NOTHING);
                yield value.drop(key);
            }
        };
    }

    private static Value item(List<Value> values, String key, PatchOperation operation) {
        var changed = new ArrayList<>(values);
        switch (operation) {
            case PatchOperation.Test test -> tested(Value.NOTHING, values.get(Integer.parseInt(key)), test.value());
            case PatchOperation.Add add ->
                changed.add(key.equals("-") ? changed.size() : Integer.parseInt(key), add.value());
            case PatchOperation.Replace replace -> changed.set(Integer.parseInt(key), replace.value());
            case PatchOperation.Remove _ -> changed.remove(Integer.parseInt(key));
        }
        return Value.of(changed);
    }

    private static Value present(Value found, Value result) {
        if (!found.isPresent()) {
            throw new IllegalArgumentException("nothing there to replace or remove");
        }
        return result;
    }

    private static Value tested(Value whole, Value found, Value expected) {
        if (!found.equals(expected)) {
            throw new TestFailed();
        }
        return whole;
    }
}
