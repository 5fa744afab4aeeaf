package io.gennaker.deployer.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Between the deployer's own trees and those of Java collections, which Jackson, YAML and fabric8 speak.
final class Trees {
    static final ObjectMapper JSON = JsonMapper.builder().build();

    private Trees() {}

    static Value value(@Nullable Object plain) {
        return switch (plain) {
            case null -> Value.NOTHING;
            case Map<?, ?> map -> fields(map);
            case List<?> list -> Value.of(list.stream().map(Trees::value).toList());
            case String text -> Value.of(text);
            case Boolean flag -> new Value.Flag(flag);
            case BigInteger number -> new Value.Decimal(new BigDecimal(number));
            case BigDecimal number -> new Value.Decimal(number);
            case Double number -> new Value.Decimal(BigDecimal.valueOf(number));
            case Float number -> new Value.Decimal(new BigDecimal(number.toString()));
            case Number number -> Value.of(number.longValue());
            default -> Value.of(plain.toString());
        };
    }

    private static Value.Fields fields(Map<?, ?> map) {
        var entries = new LinkedHashMap<String, Value>();
        map.forEach((key, child) -> entries.put(String.valueOf(key), value(child)));
        return new Value.Fields(entries);
    }

    static @Nullable Object plain(Value value) {
        return switch (value) {
            case Value.Fields(var entries) -> {
                var map = new LinkedHashMap<String, @Nullable Object>();
                entries.forEach((key, child) -> map.put(key, plain(child)));
                yield map;
            }
            case Value.Items(var values) -> {
                var list = new ArrayList<@Nullable Object>();
                values.forEach(item -> list.add(plain(item)));
                yield list;
            }
            case Value.Text(var text) -> text;
            // Written as 80, never as 8E+1: API servers read integers.
            case Value.Decimal(var number) -> number.scale() <= 0 ? number.toBigIntegerExact() : number;
            case Value.Flag(var flag) -> flag;
            case Value.Nothing() -> null;
        };
    }

    static Resource resource(GenericKubernetesResource object) {
        return new Resource(fields(JSON.convertValue(object, Map.class)));
    }

    static GenericKubernetesResource generic(Resource resource) {
        return JSON.convertValue(plain(resource.body()), GenericKubernetesResource.class);
    }
}
