package io.gennaker.playground.cluster.objects;

/// Who writes, and how.
///
/// @param manager the name in the record of field ownership
/// @param apiVersion the version the writer speaks
/// @param dryRun everything happens except the write
/// @param recorded whether ownership of fields is recorded; the cluster's own controllers leave it out
public record Writer(String manager, String apiVersion, boolean dryRun, boolean recorded) {

    private static final int LONGEST_NAME = 128;

    public Writer {
        if (manager.isBlank() || manager.length() > LONGEST_NAME) {
            throw ApiProblem.badRequest("fieldManager: Invalid value: \"%s\": must have 1 to %d characters"
                    .formatted(manager, LONGEST_NAME));
        }
    }

    /// A controller inside the cluster.
    public static Writer controller(String name) {
        return new Writer(name, "v1", false, false);
    }
}
