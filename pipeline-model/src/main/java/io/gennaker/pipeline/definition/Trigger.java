package io.gennaker.pipeline.definition;

import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.RegistryAction;

/// A fact from outside that starts an execution.
public sealed interface Trigger {
    String name();

    boolean enabled();

    /// An image that appears in a registry.
    ///
    /// @param repository with registry host, without tag
    /// @param tag pattern: `*` stands for any characters, `?` for one; or `semver:` and a [VersionRange]
    record Registry(String name, String repository, String tag, boolean enabled) implements Trigger {
        /// No tag has a colon.
        public static final String SEMVER = "semver:";

        /// Whether this trigger, when enabled, starts an execution for what a registry says.
        ///
        /// An image without a tag fits only the pattern `*`.
        public boolean fits(RegistryAction action, ImageReference image) {
            return action == RegistryAction.INSERT
                    && image.repository().equals(repository)
                    && (image.tag() == null ? tag.equals("*") : fits(image.tag()));
        }

        private boolean fits(String found) {
            return tag.startsWith(SEMVER)
                    ? VersionRange.parse(tag.substring(SEMVER.length())).contains(found)
                    : fits(tag, found);
        }

        /// Without backtracking over earlier ones: on a mismatch only the last `*` takes one character more.
        private static boolean fits(String pattern, String text) {
            int p = 0;
            int star = -1;
            int retry = 0;
            for (int t = 0; t < text.length(); ) {
                if (p < pattern.length() && pattern.charAt(p) == '*') {
                    star = p++;
                    retry = t;
                } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                    p++;
                    t++;
                } else if (star >= 0) {
                    p = star + 1;
                    t = ++retry;
                } else {
                    return false;
                }
            }
            return pattern.substring(p).chars().allMatch(c -> c == '*');
        }
    }
}
