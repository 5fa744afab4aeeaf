package io.gennaker.console.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who did what, from where, with what outcome. It only grows.
public interface Audit {
    void add(Entry entry);

    /// The newest first.
    ///
    /// @param user only theirs; null for all
    /// @param before only what is older than this entry; null from the newest on
    List<Recorded> list(@Nullable String user, @Nullable Long before, int limit);

    /// @param token id of the token that was used
    /// @param address where the request came from
    /// @param action method and path, with the names of what stands for ids
    /// @param path as it was asked for
    /// @param status of HTTP: below 400 it was done, 403 it was refused
    record Entry(
            Instant at,
            String user,
            String token,
            String channel,
            String address,
            String action,
            String path,
            int status) {}

    /// @param id grows with time
    record Recorded(
            long id,
            Instant at,
            String user,
            String token,
            String channel,
            String address,
            String action,
            String path,
            int status) {}
}
