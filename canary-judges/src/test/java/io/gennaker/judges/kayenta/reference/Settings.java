package io.gennaker.judges.kayenta.reference;

import java.util.List;
import java.util.Map;

/// What Kayenta makes of a path in its untyped settings. A cast that fails there fails here, with the same words.
record Settings(Object root) {

    private static final Object ABSENT = new Object();

    private static Object find(Object data, List<String> path) {
        if (path.isEmpty()) {
            return data;
        }
        return data instanceof Map<?, ?> map && map.containsKey(path.getFirst())
                ? find(map.get(path.getFirst()), path.subList(1, path.size()))
                : ABSENT;
    }

    String text(String whenAbsent, String... path) {
        var found = find(root, List.of(path));
        return found == ABSENT ? whenAbsent : found.toString();
    }

    boolean flag(String... path) {
        var found = find(root, List.of(path));
        return found != ABSENT && found != null && cast(found, Boolean.class);
    }

    double number(double whenAbsent, String... path) {
        var found = find(root, List.of(path));
        if (found == ABSENT) {
            return whenAbsent;
        }
        if (found == null) {
            return 0.0;
        }
        return found instanceof Integer whole ? whole.doubleValue() : cast(found, Double.class);
    }

    /// Says what a cast says: the JVM leaves the words out of casts that fail often.
    private static <T> T cast(Object found, Class<T> wanted) {
        if (!wanted.isInstance(found)) {
            var name = found.getClass().getName();
            throw new ClassCastException(
                    "class %s cannot be cast to class %s (%s and %s are in module java.base of loader 'bootstrap')"
                            .formatted(name, wanted.getName(), name, wanted.getName()));
        }
        return wanted.cast(found);
    }
}
