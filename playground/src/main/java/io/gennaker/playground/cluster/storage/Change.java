package io.gennaker.playground.cluster.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// One write, as watches and controllers see it. Nobody may modify the nodes it carries.
///
/// @param version the cluster's version after the write; versions have no gaps
/// @param object the object after the write; for a deletion its last state under the deletion's version
/// @param previous the object before the write, null for a creation
public record Change(
        long version,
        Type type,
        ObjectKey key,
        ObjectNode object,
        @Nullable ObjectNode previous) {

    /// What happened to the object, in the words of the watch protocol.
    public enum Type {
        ADDED,
        MODIFIED,
        DELETED
    }
}
