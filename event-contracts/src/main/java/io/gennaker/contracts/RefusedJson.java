package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Says in words for people why Jackson refused a document: path, found, allowed. Jackson's own messages name Java
/// classes and quote the input without bound.
final class RefusedJson {
    private RefusedJson() {}

    static String reason(JsonProcessingException refused) {
        if (syntax(refused) instanceof StreamConstraintsException exceeded) {
            return "exceeds what is read: " + firstSentence(exceeded);
        }
        if (syntax(refused) instanceof StreamReadException malformed) {
            return "is not valid JSON" + at(malformed.getLocation()) + ": " + firstSentence(malformed);
        }
        if (refused instanceof JsonMappingException misfit) {
            return misfit(misfit);
        }
        return "is not valid: " + firstSentence(refused);
    }

    /// The syntax error behind a refusal: Jackson wraps it when it appears inside a record.
    private static Throwable syntax(JsonProcessingException refused) {
        return refused.getCause() instanceof JsonProcessingException inner ? inner : refused;
    }

    private static String misfit(JsonMappingException misfit) {
        String path = path(misfit.getPath());
        return switch (misfit) {
            case UnrecognizedPropertyException unknown ->
                named(path) + "is unknown; allowed are " + sorted(unknown.getKnownPropertyIds());
            case InvalidNullException _ -> named(path) + "is missing";
            case InvalidTypeIdException union -> unionMember(path, union);
            case InvalidFormatException format ->
                named(path) + "is '" + Check.excerpt(String.valueOf(format.getValue())) + "'; allowed is "
                        + allowed(format.getTargetType());
            case ValueInstantiationException value -> named(path) + "is not valid: " + guard(value);
            case MismatchedInputException mismatch ->
                named(path) + "is " + found(mismatch) + "; allowed is " + allowed(mismatch.getTargetType());
            default -> named(path) + "is not valid: " + firstSentence(misfit);
        };
    }

    private static String unionMember(String path, InvalidTypeIdException union) {
        Class<?> base = union.getBaseType().getRawClass();
        String type = named(path.isEmpty() ? "type" : path + ".type");
        String found = union.getTypeId() == null ? "is missing" : "is '" + Check.excerpt(union.getTypeId()) + "'";
        return type + found + "; allowed are " + String.join(", ", members(base));
    }

    private static String guard(ValueInstantiationException value) {
        return value.getCause() instanceof IllegalArgumentException said
                ? Objects.requireNonNullElse(said.getMessage(), "refused")
                : "refused";
    }

    private static String path(List<JsonMappingException.Reference> references) {
        var path = new StringBuilder();
        for (var reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(Check.excerpt(reference.getFieldName()));
            }
        }
        return path.toString();
    }

    private static String named(String path) {
        return path.isEmpty() ? "" : path + " ";
    }

    private static String sorted(@Nullable Collection<Object> names) {
        return names == null
                ? "none"
                : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String found(MismatchedInputException mismatch) {
        return found(mismatch.getProcessor() instanceof JsonParser json ? json.currentToken() : null);
    }

    static String found(@Nullable JsonToken token) {
        return switch (token) {
            case null -> "empty";
            case START_OBJECT, FIELD_NAME, END_OBJECT -> "an object";
            case START_ARRAY, END_ARRAY -> "a list";
            case VALUE_STRING -> "text";
            case VALUE_NUMBER_INT -> "an integer";
            case VALUE_NUMBER_FLOAT -> "a number with a fraction";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "no JSON";
        };
    }

    private static String allowed(@Nullable Class<?> type) {
        if (type == null) {
            return "another form";
        }
        if (type.isEnum()) {
            return "one of " + String.join(", ", constants(type));
        }
        if (type == int.class || type == Integer.class) {
            return "an integer from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE;
        }
        if (type == long.class || type == Long.class) {
            return "an integer";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == Instant.class) {
            return "a time such as 2026-01-31T12:00:00Z";
        }
        if (type == Duration.class) {
            return "a duration such as PT1M30S";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type == String.class || isTextual(type) ? "text" : "an object";
    }

    private static boolean isTextual(Class<?> type) {
        return type.isRecord()
                && Arrays.stream(type.getRecordComponents())
                        .anyMatch(component -> component.getAccessor().isAnnotationPresent(JsonValue.class));
    }

    /// Names of an enumeration's constants on the wire, in the order of their declaration.
    static List<String> constants(Class<?> enumeration) {
        return Arrays.stream(enumeration.getFields())
                .filter(Field::isEnumConstant)
                .map(field -> field.isAnnotationPresent(JsonProperty.class)
                        ? field.getAnnotation(JsonProperty.class).value()
                        : field.getName())
                .toList();
    }

    /// Names of a union's members on the wire.
    static List<String> members(Class<?> union) {
        return Arrays.stream(Objects.requireNonNull(union.getAnnotation(JsonSubTypes.class), union::getName)
                        .value())
                .map(JsonSubTypes.Type::name)
                .toList();
    }

    private static String at(@Nullable JsonLocation location) {
        return location == null ? "" : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /// What Jackson says, without its hints for programmers in parentheses and after line breaks.
    private static String firstSentence(JsonProcessingException said) {
        String message = String.valueOf(said.getOriginalMessage());
        String line = message.lines().findFirst().orElse("");
        return Check.excerpt(
                line.replaceAll(" \\((start marker|from|token).*", "").replaceAll(", from `.*", ")"));
    }

    /// Some of the names that were found, for an error message.
    static String names(Collection<String> found) {
        return found.stream().sorted().limit(20).map(Check::excerpt).collect(Collectors.joining(", "));
    }
}
