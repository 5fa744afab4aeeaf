package io.gennaker.playground.registry;

import java.util.regex.Pattern;

/// A reference to an image: `us.gcr.io/acme/shop:v2`, or pinned, `us.gcr.io/acme/shop@sha256:...`.
///
/// @param repository everything before the tag or digest
/// @param tag empty when there is none
/// @param digest empty when the reference is not pinned
public record ImageReference(String repository, String tag, String digest) {

    private static final Pattern FORM =
            Pattern.compile("(?<repository>[a-zA-Z0-9][a-zA-Z0-9._-]*(?::\\d+(?=/))?(?:/[a-z0-9][a-z0-9._-]*)*)"
                    + "(?::(?<tag>[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}))?"
                    + "(?:@(?<digest>sha256:[0-9a-f]{64}))?");
    private static final int LONGEST = 512;

    /// @throws IllegalArgumentException naming the form that is allowed
    public static ImageReference parse(String text) {
        var form = FORM.matcher(text);
        if (text.length() > LONGEST || !form.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is not an image reference, allowed is REPOSITORY[:TAG][@sha256:64 hex digits] of at most %d characters"
                            .formatted(text.length() > 80 ? text.substring(0, 80) + "..." : text, LONGEST));
        }
        var tag = form.group("tag");
        var digest = form.group("digest");
        return new ImageReference(form.group("repository"), tag == null ? "" : tag, digest == null ? "" : digest);
    }

    /// The tag, or the one that is meant when none is given.
    public String effectiveTag() {
        return tag.isEmpty() ? "latest" : tag;
    }

    @Override
    public String toString() {
        return repository + (tag.isEmpty() ? "" : ":" + tag) + (digest.isEmpty() ? "" : "@" + digest);
    }
}
