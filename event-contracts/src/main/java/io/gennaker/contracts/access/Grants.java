package io.gennaker.contracts.access;

import io.gennaker.contracts.Actor;
import java.util.List;
import java.util.Locale;
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

    /// What is said to an actor who may not. The console asks first; whoever carries a command out asks again by
    /// this, as others may write to the bus, too.
    ///
    /// @param application null for what belongs to none
    public static Optional<String> refusal(Actor actor, Permission permission, @Nullable String application) {
        return of(actor).allow(permission, application)
                ? Optional.empty()
                : Optional.of(actor.user() + " may not " + permission.name().toLowerCase(Locale.ROOT)
                        + (application == null ? " for all applications" : " in application " + application)
                        + "; roles: " + (actor.roles().isEmpty() ? "none" : String.join(", ", actor.roles())));
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
