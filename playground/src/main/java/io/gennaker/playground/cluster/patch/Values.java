package io.gennaker.playground.cluster.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/// Equality of JSON values as Kubernetes sees it.
public final class Values {

    private static final Comparator<JsonNode> NUMBERS_BY_VALUE = (left, right) -> {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    };

    private Values() {}

    /// Whether two values are equal; numbers by value, so that 1 read from a file equals 1 computed as a long.
    public static boolean same(JsonNode left, JsonNode right) {
        return left.equals(NUMBERS_BY_VALUE, right);
    }
}
