package io.gennaker.contracts.access;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A role in one application, or in all: `deployer@shop`, `viewer`.
///
/// @param application null for all
public record Grant(Role role, @Nullable String application) {
    private static final Pattern APPLICATION = Pattern.compile("[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?");

    /// @throws IllegalArgumentException when it is not a grant
    public static Grant parse(String text) {
        return of(text).orElseThrow(() ->
                new IllegalArgumentException("role is '" + text.substring(0, Math.min(80, text.length()))
                        + "'; allowed are " + String.join(", ", Role.words())
                        + ", each also for one application: deployer@shop"));
    }

    /// Empty for any other word: it is the name of a group, which questions may ask for and which allows nothing else.
    static Optional<Grant> of(String text) {
        int at = text.indexOf('@');
        String word = at < 0 ? text : text.substring(0, at);
        String application = at < 0 ? null : text.substring(at + 1);
        if (application != null && !APPLICATION.matcher(application).matches()) {
            return Optional.empty();
        }
        return Role.of(word).map(role -> new Grant(role, application));
    }

    boolean covers(@Nullable String asked) {
        return application == null || application.equals(asked);
    }

    @Override
    public String toString() {
        return application == null ? role.word() : role.word() + "@" + application;
    }
}
