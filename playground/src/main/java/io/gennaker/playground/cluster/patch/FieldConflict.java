package io.gennaker.playground.cluster.patch;

import java.util.List;
import java.util.stream.Collectors;

/// An apply would change fields that others own, and was not forced.
public final class FieldConflict extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Contested> contested;

    /// One field and who owns it.
    ///
    /// @param message as Kubernetes words it: `conflict with "kubectl" using apps/v1`
    public record Contested(String message, String field) {}

    FieldConflict(List<Contested> contested) {
        super(text(contested));
        this.contested = List.copyOf(contested);
    }

    public List<Contested> contested() {
        return contested;
    }

    private static String text(List<Contested> contested) {
        var count = contested.size();
        if (count == 1) {
            var only = contested.getFirst();
            return "Apply failed with 1 conflict: " + only.message() + ": " + only.field();
        }
        return contested.stream()
                .collect(Collectors.groupingBy(
                        Contested::message,
                        java.util.TreeMap::new,
                        Collectors.mapping(one -> "\n- " + one.field(), Collectors.joining())))
                .entrySet()
                .stream()
                .map(entry -> entry.getKey() + ":" + entry.getValue())
                .collect(Collectors.joining("\n", "Apply failed with " + count + " conflicts: ", ""));
    }
}
