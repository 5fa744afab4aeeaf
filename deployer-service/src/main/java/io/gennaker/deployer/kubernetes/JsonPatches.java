package io.gennaker.deployer.kubernetes;

import io.gennaker.deployer.resource.PatchOperation;
import io.gennaker.deployer.resource.Value;
import java.util.List;

/// JSON patches (RFC 6902) as JSON.
final class JsonPatches {
    private JsonPatches() {}

    static Value of(List<PatchOperation> operations) {
        return Value.of(operations.stream().map(JsonPatches::operation).toList());
    }

    private static Value operation(PatchOperation operation) {
        return switch (operation) {
            case PatchOperation.Test(var path, var value) ->
                operation("test", path).with("value", value);
            case PatchOperation.Add(var path, var value) ->
                operation("add", path).with("value", value);
            case PatchOperation.Replace(var path, var value) ->
                operation("replace", path).with("value", value);
            case PatchOperation.Remove(var path) -> operation("remove", path);
        };
    }

    private static Value.Fields operation(String name, String path) {
        return Value.Fields.EMPTY.with("op", Value.of(name)).with("path", Value.of(path));
    }
}
