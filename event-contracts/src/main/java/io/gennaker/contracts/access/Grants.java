package io.gennaker.contracts.access;

import io.gennaker.contracts.Actor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All that an actor's roles allow.
public record Grants(List<Grant> grants) {
    public Grants {
        grants = List.copyOf(grants);
    }

    public static Grants of(Actor actor) {
        return new Grants(
                actor.roles().stream().map(Grant::of).flatMap(Optional::stream).toList());
    }

    /// @param application null for what belongs to none, which takes a grant for all
    public boolean allow(Permission permission, @Nullable String application) {
        return grants.stream().anyMatch(grant -> grant.role().allows(permission) && grant.covers(application));
    }

    /// Whether there is any application in which it is allowed.
    public boolean allowSomewhere(Permission permission) {
        return grants.stream().anyMatch(grant -> grant.role().allows(permission));
    }

    /// Where a permission holds.
    public Applications where(Permission permission) {
        return allow(permission, null)
                ? new Applications.All()
                : new Applications.Named(grants.stream()
                        .filter(grant -> grant.role().allows(permission))
                        .map(Grant::application)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet()));
    }

    /// Whether whoever has these may give that one away.
    public boolean include(Grant other) {
        return grants.stream()
                .anyMatch(own ->
                        (own.role() == other.role() || own.role() == Role.ADMIN) && own.covers(other.application()));
    }
}
