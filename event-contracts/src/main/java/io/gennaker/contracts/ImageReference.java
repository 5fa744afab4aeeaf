package io.gennaker.contracts;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A container image: repository with registry host, and a tag, a digest or both.
///
/// An execution pins its images by digest once, at its start; the tag is kept for people.
public record ImageReference(
        String repository, @Nullable String tag, @Nullable Digest digest) {
    private static final Pattern REPOSITORY = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]*(/[a-z0-9][a-z0-9._-]*)*");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");

    public ImageReference {
        Check.matching("image repository", Check.text("image repository", repository, 255), REPOSITORY);
        if (tag != null) {
            Check.matching("image tag", tag, TAG);
        }
        if (tag == null && digest == null) {
            throw new IllegalArgumentException("image " + repository + " has neither a tag nor a digest");
        }
    }

    /// Reads `host/path[:tag][@sha256:...]`; at least one of tag and digest must be there.
    public static ImageReference parse(String text) {
        int at = text.indexOf('@');
        Digest digest = at < 0 ? null : new Digest(text.substring(at + 1));
        String named = at < 0 ? text : text.substring(0, at);
        int colon = named.lastIndexOf(':');
        boolean tagged = colon > named.lastIndexOf('/');
        return new ImageReference(
                tagged ? named.substring(0, colon) : named, tagged ? named.substring(colon + 1) : null, digest);
    }

    /// `repository@sha256:...`, the form that cannot change its meaning.
    ///
    /// @throws IllegalStateException without a digest
    public String pinned() {
        if (digest == null) {
            throw new IllegalStateException("image " + this + " has no digest");
        }
        return repository + "@" + digest;
    }

    @Override
    public String toString() {
        return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
