package io.gennaker.contracts.schema;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.contracts.MessageType;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The closed JSON Schema (2020-12) of one message type, made from its record.
public final class MessageSchema {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String INSTANT =
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$";
    private static final String DURATION =
            "^P(?=[0-9T])([0-9]{1,6}D)?(T(?=[0-9])([0-9]{1,6}H)?([0-9]{1,6}M)?([0-9]{1,9}(\\.[0-9]{1,9})?S)?)?$";

    private final Descriptions descriptions = new Descriptions();
    private final Map<String, Class<?>> defined = new TreeMap<>();
    private final Map<String, ObjectNode> definitions = new TreeMap<>();

    private MessageSchema() {}

    /// The schema of a type, as it is published.
    public static String of(MessageType type) {
        return new MessageSchema().document(type).toPrettyString() + "\n";
    }

    private ObjectNode document(MessageType type) {
        ObjectNode schema = JSON.createObjectNode()
                .put("$schema", "https://json-schema.org/draft/2020-12/schema")
                .put("title", type.type());
        schema.setAll(object(type.record(), null));
        if (!definitions.isEmpty()) {
            schema.set("$defs", JSON.createObjectNode().setAll(definitions));
        }
        return schema;
    }

    private ObjectNode object(Class<?> record, @Nullable String discriminator) {
        ObjectNode schema = JSON.createObjectNode();
        descriptions.of(record).ifPresent(text -> schema.put("description", text));
        schema.put("type", "object").put("additionalProperties", open(record));
        ArrayNode required = JSON.createArrayNode();
        ObjectNode properties = JSON.createObjectNode();
        if (discriminator != null) {
            required.add("type");
            properties.putObject("type").put("const", discriminator);
        }
        for (RecordComponent component : record.getRecordComponents()) {
            properties.set(component.getName(), property(record, component));
            if (!isNullable(component)) {
                required.add(component.getName());
            }
        }
        schema.set("required", required);
        schema.set("properties", properties);
        schema.setAll(keywords(Bounds.of(record)));
        return schema;
    }

    private ObjectNode property(Class<?> record, RecordComponent component) {
        ObjectNode schema = value(component.getGenericType());
        schema.setAll(keywords(Bounds.of(record, component.getName())));
        if (schema.get("additionalProperties") instanceof ObjectNode values) {
            values.setAll(keywords(Bounds.of(record, component.getName() + ".*")));
        }
        ObjectNode property = isNullable(component) ? orNull(schema) : schema;
        descriptions.of(record, component.getName()).ifPresent(text -> property.put("description", text));
        return property;
    }

    private ObjectNode value(Type type) {
        return switch (type) {
            case ParameterizedType generic
            when generic.getRawType() == List.class -> {
                ObjectNode list = JSON.createObjectNode().put("type", "array");
                list.set("items", value(generic.getActualTypeArguments()[0]));
                yield list;
            }
            case ParameterizedType generic
            when generic.getRawType() == Map.class -> {
                ObjectNode map = JSON.createObjectNode().put("type", "object");
                map.set("additionalProperties", value(generic.getActualTypeArguments()[1]));
                yield map;
            }
            case Class<?> plain -> value(plain);
            default -> throw new IllegalStateException("no schema for " + type);
        };
    }

    private ObjectNode value(Class<?> type) {
        ObjectNode schema = JSON.createObjectNode();
        if (type == String.class) {
            return schema.put("type", "string");
        }
        if (type == boolean.class) {
            return schema.put("type", "boolean");
        }
        if (type == int.class || type == Integer.class) {
            return schema.put("type", "integer")
                    .put("minimum", Integer.MIN_VALUE)
                    .put("maximum", Integer.MAX_VALUE);
        }
        if (type == long.class) {
            return schema.put("type", "integer").put("maximum", Long.MAX_VALUE);
        }
        if (type == double.class || type == Double.class) {
            return schema.put("type", "number");
        }
        if (type == Instant.class) {
            return schema.put("type", "string").put("format", "date-time").put("pattern", INSTANT);
        }
        if (type == Duration.class) {
            return schema.put("type", "string").put("pattern", DURATION);
        }
        return schema.put("$ref", "#/$defs/" + define(type));
    }

    private String define(Class<?> type) {
        String name = type.getSimpleName();
        Class<?> before = defined.putIfAbsent(name, type);
        if (before != null && before != type) {
            throw new IllegalStateException(before + " and " + type + " have one name");
        }
        if (before == null) {
            definitions.put(name, definition(type));
        }
        return name;
    }

    private ObjectNode definition(Class<?> type) {
        if (type.isEnum()) {
            return enumeration(type);
        }
        if (type.isSealed()) {
            return union(type);
        }
        if (textual(type)) {
            ObjectNode schema = JSON.createObjectNode();
            descriptions.of(type).ifPresent(text -> schema.put("description", text));
            schema.put("type", "string");
            schema.setAll(keywords(Bounds.of(type)));
            return schema;
        }
        return object(type, null);
    }

    private ObjectNode union(Class<?> type) {
        ObjectNode schema = JSON.createObjectNode();
        descriptions.of(type).ifPresent(text -> schema.put("description", text));
        ArrayNode members = schema.putArray("oneOf");
        for (JsonSubTypes.Type member : type.getAnnotation(JsonSubTypes.class).value()) {
            defined.put(member.name(), member.value());
            definitions.put(member.name(), object(member.value(), member.name()));
            members.addObject().put("$ref", "#/$defs/" + member.name());
        }
        return schema;
    }

    private ObjectNode enumeration(Class<?> type) {
        List<Field> constants =
                Arrays.stream(type.getFields()).filter(Field::isEnumConstant).toList();
        ObjectNode schema = JSON.createObjectNode();
        String described = constants.stream()
                .flatMap(constant -> descriptions.ofConstant(type, constant.getName()).stream()
                        .map(text -> "`" + wireName(constant) + "`: " + text))
                .collect(Collectors.joining(" "));
        Optional.of((descriptions.of(type).orElse("") + " " + described).strip())
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> schema.put("description", text));
        ArrayNode names = schema.putArray("enum");
        constants.forEach(constant -> names.add(wireName(constant)));
        return schema;
    }

    private static String wireName(Field constant) {
        JsonProperty named = constant.getAnnotation(JsonProperty.class);
        return named == null ? constant.getName() : named.value();
    }

    private static ObjectNode orNull(ObjectNode schema) {
        if (schema.has("type")) {
            String type = schema.get("type").textValue();
            schema.putArray("type").add(type).add("null");
            return schema;
        }
        ObjectNode either = JSON.createObjectNode();
        either.putArray("anyOf").add(schema).addObject().put("type", "null");
        return either;
    }

    /// Whether what others add is passed over: the messages of a vocabulary that is not ours.
    private static boolean open(Class<?> record) {
        var ignoring = record.getAnnotation(JsonIgnoreProperties.class);
        return ignoring != null && ignoring.ignoreUnknown();
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    private static boolean textual(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    private static ObjectNode keywords(Map<String, Object> keywords) {
        return JSON.valueToTree(new TreeMap<>(keywords));
    }
}
