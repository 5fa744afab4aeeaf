package io.gennaker.deployer.readiness;

import io.gennaker.deployer.resource.Resource;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.Expression;
import io.gennaker.pipeline.expression.Mistake;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.expression.Value;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Readiness of kinds by conditions in CEL, as configured: for what reports itself in words of its own.
///
/// @param conditions by `Kind.group`, such as `Database.example.org`; they may use `metadata`, `spec` and `status`
public record CustomRules(Map<String, String> conditions) {
    public static final CustomRules NONE = new CustomRules(Map.of());
    private static final List<String> ROOTS = List.of("metadata", "spec", "status");
    private static final Scope SCOPE =
            new Scope(Map.of("metadata", Scope.Fields.OPEN, "spec", Scope.Fields.OPEN, "status", Scope.Fields.OPEN));

    /// @throws IllegalArgumentException naming the kind, what was found and what is allowed
    public CustomRules {
        conditions = Map.copyOf(conditions);
        conditions.forEach((kind, condition) -> {
            for (Mistake mistake : Expression.check(condition, SCOPE)) {
                throw new IllegalArgumentException(
                        "readiness of " + kind + ": found " + mistake.found() + "; allowed: " + mistake.allowed());
            }
        });
    }

    public boolean cover(Resource resource) {
        return conditions.containsKey(name(resource));
    }

    /// Empty where no condition is configured for the kind.
    public Optional<Readiness> of(Resource resource) {
        return Optional.ofNullable(conditions.get(name(resource)))
                .map(condition -> resource.isTerminating()
                        ? new Readiness.Waiting("it is being removed")
                        : judged(resource, condition));
    }

    private static String name(Resource resource) {
        String group = resource.key().group();
        return group.isEmpty() ? resource.kind() : resource.kind() + "." + group;
    }

    private static Readiness judged(Resource resource, String condition) {
        try {
            Value value = Expression.evaluate(condition, bindings(resource));
            return value instanceof Value.Truth(boolean ready) && ready
                    ? Readiness.ready()
                    : new Readiness.Waiting("not yet: " + condition);
        } catch (EvaluationFailed failed) {
            return new Readiness.Waiting("not yet: " + PodTrouble.shortened(String.valueOf(failed.getMessage())));
        }
    }

    private static Bindings bindings(Resource resource) {
        Bindings bindings = new Bindings(Map.of());
        for (String root : ROOTS) {
            bindings = bindings.with(root, fields(resource.at(root).fields()));
        }
        return bindings;
    }

    private static Map<String, Value> fields(Map<String, io.gennaker.deployer.resource.Value> entries) {
        var fields = new LinkedHashMap<String, Value>();
        entries.forEach((key, value) -> value(value).ifPresent(known -> fields.put(key, known)));
        return fields;
    }

    /// JSON's null is as absent.
    private static Optional<Value> value(io.gennaker.deployer.resource.Value value) {
        return switch (value) {
            case io.gennaker.deployer.resource.Value.Fields(var entries) ->
                Optional.of(new Value.Named(fields(entries)));
            case io.gennaker.deployer.resource.Value.Items(var items) ->
                Optional.of(new Value.Many(
                        items.stream().flatMap(item -> value(item).stream()).toList()));
            case io.gennaker.deployer.resource.Value.Text(var text) -> Optional.of(new Value.Text(text));
            case io.gennaker.deployer.resource.Value.Decimal(BigDecimal number) -> Optional.of(number(number));
            case io.gennaker.deployer.resource.Value.Flag(boolean flag) -> Optional.of(new Value.Truth(flag));
            case io.gennaker.deployer.resource.Value.Nothing() -> Optional.empty();
        };
    }

    private static Value number(BigDecimal number) {
        return number.scale() <= 0 ? new Value.Whole(number.longValue()) : new Value.Decimal(number.doubleValue());
    }
}
