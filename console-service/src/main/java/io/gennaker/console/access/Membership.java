package io.gennaker.console.access;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.access.Grant;
import io.gennaker.contracts.access.Grants;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What people are here whom an identity provider knows. Its groups are groups here too, which questions may ask
/// for; roles are given only by this mapping, so that a group that happens to be called `admin` is nobody's admin.
///
/// @param roles of the provider's groups
/// @param everyone roles of all whom the provider lets in
public record Membership(Map<String, List<String>> roles, List<String> everyone) {
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    /// Of the first token; nobody comes by that name from elsewhere.
    private static final String LOCAL_ADMIN = "admin";
    private static final int MOST_GROUPS = 100;

    public Membership {
        roles = Map.copyOf(roles);
        everyone = List.copyOf(everyone);
        roles.values().stream().flatMap(List::stream).forEach(Grant::parse);
        everyone.forEach(Grant::parse);
    }

    public sealed interface Decision {}

    public record Known(Actor actor) implements Decision {}

    /// @param code for programs
    public record Stranger(String code, String reason) implements Decision {}

    /// @param user what the provider calls the person; null when it does not say
    public Decision decide(@Nullable String user, List<String> groups) {
        if (user == null || !USER.matcher(user).matches() || user.equals(LOCAL_ADMIN)) {
            return new Stranger(
                    "no-user",
                    "the identity provider's name of the user is "
                            + (user == null ? "missing" : "'" + user.substring(0, Math.min(80, user.length())) + "'")
                            + "; allowed is " + USER.pattern() + ", but not " + LOCAL_ADMIN);
        }
        var held = Stream.of(
                        everyone.stream(),
                        groups.stream().flatMap(group -> roles.getOrDefault(group, List.of()).stream()),
                        groups.stream().limit(MOST_GROUPS).filter(Membership::isGroup))
                .flatMap(each -> each)
                .distinct()
                .toList();
        var actor = new Actor(user, held);
        return Grants.of(actor).grants().isEmpty()
                ? new Stranger(
                        "no-roles",
                        "no role is given to " + user
                                + (groups.isEmpty()
                                        ? ", who is in no group"
                                        : " or to any of the groups "
                                                + String.join(", ", groups.subList(0, Math.min(20, groups.size())))))
                : new Known(actor);
    }

    private static boolean isGroup(String name) {
        return GROUP.matcher(name).matches()
                && Grants.of(new Actor("anybody", List.of(name))).grants().isEmpty();
    }
}
