package io.gennaker.console.access;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.access.Grant;
import io.gennaker.contracts.access.Grants;
import io.gennaker.contracts.access.Permission;
import io.gennaker.contracts.access.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A wish for a token: one's own, or by an administrator for another person or a service.
///
/// @param user null for the caller
/// @param roles null for those of the caller, when it is the caller's own
/// @param groups names that questions may ask for; only an administrator gives those that the caller has not
/// @param validFor at most [#LONGEST]; null for [#USUAL]
public record TokenRequest(
        @Nullable String user,
        @Nullable List<String> roles,
        @Nullable List<String> groups,
        @Nullable String description,
        @Nullable Duration validFor) {
    public static final Duration USUAL = Duration.ofDays(90);
    public static final Duration LONGEST = Duration.ofDays(366);
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,59}");
    private static final int MOST_ROLES = 50;
    private static final int LONGEST_DESCRIPTION = 200;

    public sealed interface Decision {}

    /// @param actor who the token is
    /// @param byLogin whether it is a log-in's, which ends when the person logs out
    public record Granted(
            Actor actor, @Nullable String description, String createdBy, Instant at, Instant expiresAt, boolean byLogin)
            implements Decision {}

    /// @param reason what is wanted that the caller may not give
    public record Refused(String reason) implements Decision {}

    /// @throws IllegalArgumentException when it is malformed
    public Decision decide(Tokens.Login caller, Instant now) {
        Grants own = Grants.of(caller.actor());
        boolean administrator = own.allow(Permission.ADMINISTER, null);
        String forWhom = user == null ? caller.actor().user() : matching("user", USER, user);
        if (!forWhom.equals(caller.actor().user()) && !administrator) {
            return new Refused("a token for " + forWhom + " takes the role admin; "
                    + caller.actor().user() + " may make tokens for "
                    + caller.actor().user());
        }
        List<String> wanted = wanted(caller, forWhom);
        for (String each : wanted) {
            boolean held = caller.actor().roles().contains(each)
                    || Role.of(each).isPresent() && own.include(Grant.parse(each))
                    || each.contains("@") && own.include(Grant.parse(each));
            if (!held && !administrator) {
                return new Refused(
                        "'" + each + "' is not held by " + caller.actor().user() + ", who has "
                                + String.join(", ", caller.actor().roles()));
            }
        }
        return new Granted(
                new Actor(forWhom, wanted),
                remark(),
                caller.actor().user(),
                now,
                expiry(caller, administrator, now),
                false);
    }

    private List<String> wanted(Tokens.Login caller, String forWhom) {
        if (roles == null && groups == null) {
            if (!forWhom.equals(caller.actor().user())) {
                throw new IllegalArgumentException("roles are needed for a token of another");
            }
            return caller.actor().roles();
        }
        var wanted = new ArrayList<String>();
        List<String> askedRoles = roles == null ? List.of() : roles;
        List<String> askedGroups = groups == null ? List.of() : groups;
        if (askedRoles.size() + askedGroups.size() > MOST_ROLES) {
            throw new IllegalArgumentException("roles and groups are " + (askedRoles.size() + askedGroups.size())
                    + "; at most " + MOST_ROLES + " are allowed");
        }
        askedRoles.forEach(role -> wanted.add(Grant.parse(role).toString()));
        askedGroups.forEach(group -> wanted.add(group(group)));
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("roles are empty; allowed are " + String.join(", ", Role.words()));
        }
        return wanted.stream().distinct().toList();
    }

    private static String group(String text) {
        String name = matching("group", GROUP, text);
        if (Role.of(name).isPresent()) {
            throw new IllegalArgumentException("group is '" + name + "', which is a role; give it as one");
        }
        return name;
    }

    private @Nullable String remark() {
        if (description != null && description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("description has " + description.length() + " characters; at most "
                    + LONGEST_DESCRIPTION + " are allowed");
        }
        return description == null || description.isBlank() ? null : description.strip();
    }

    /// Nobody prolongs an access of theirs that ends.
    private Instant expiry(Tokens.Login caller, boolean administrator, Instant now) {
        Duration asked = validFor == null ? USUAL : validFor;
        if (asked.isNegative() || asked.isZero() || asked.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("validFor is " + asked + "; allowed is more than nothing and at most "
                    + LONGEST.toDays() + " days");
        }
        Instant expiry = now.plus(asked);
        Instant own = caller.expiresAt();
        return administrator || own == null || expiry.isBefore(own) ? expiry : own;
    }

    private static String matching(String what, Pattern pattern, String text) {
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(what + " is '" + text.substring(0, Math.min(80, text.length()))
                    + "'; allowed is " + pattern.pattern());
        }
        return text;
    }
}
