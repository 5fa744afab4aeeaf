package io.gennaker.contracts;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Package URLs of container images (<https://github.com/package-url/purl-spec>), types `oci` and `docker`.
public final class ImagePurl {
    private static final String SCHEME = "pkg:";
    private static final Pattern FORM = Pattern.compile(
            "pkg:/*(?<type>[A-Za-z][A-Za-z0-9.+-]*)/(?<path>[^@?#]+)(@(?<version>[^?#]*))?(\\?(?<qualifiers>[^#]*))?(#.*)?");
    private static final String EXAMPLE = "pkg:oci/shop@sha256%3A...?repository_url=us.gcr.io/acme/shop&tag=v1";

    private ImagePurl() {}

    /// Whether a text claims to be a package URL.
    public static boolean isPurl(String text) {
        return text.startsWith(SCHEME);
    }

    /// `pkg:oci/<name>@sha256%3A<hex>?repository_url=<repository>&tag=<tag>`.
    ///
    /// @throws IllegalArgumentException for an image without a digest
    public static String of(ImageReference image) {
        if (image.digest() == null) {
            throw new IllegalArgumentException("image " + image + " has no digest");
        }
        String repository = image.repository();
        String name = repository.substring(repository.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return SCHEME + "oci/" + name + "@sha256%3A" + image.digest().hex() + "?repository_url=" + repository
                + (image.tag() == null ? "" : "&tag=" + image.tag());
    }

    /// Reads a package URL of an image.
    ///
    /// @throws IllegalArgumentException saying what was found and what is allowed
    public static ImageReference parse(String text) {
        Matcher purl = FORM.matcher(text);
        if (!purl.matches()) {
            throw refused(text, "is no package URL");
        }
        String path = decoded(purl.group("path"), text);
        String version = purl.group("version") == null ? null : decoded(purl.group("version"), text);
        Map<String, String> qualifiers = qualifiers(purl.group("qualifiers"), text);
        return switch (purl.group("type").toLowerCase(Locale.ROOT)) {
            case "oci" -> oci(path, version, qualifiers, text);
            case "docker" -> docker(path, version, qualifiers);
            default -> throw refused(text, "is no image: its type is " + purl.group("type"));
        };
    }

    /// The repository is a qualifier, with the name as its last part; the version is a digest.
    private static ImageReference oci(
            String name, @Nullable String version, Map<String, String> qualifiers, String text) {
        String url = qualifiers.get("repository_url");
        if (url == null) {
            throw refused(text, "has no repository_url");
        }
        String repository = location(url);
        String last = repository.substring(repository.lastIndexOf('/') + 1);
        return new ImageReference(
                last.equalsIgnoreCase(name) ? repository : repository + "/" + name,
                qualifiers.get("tag"),
                version == null ? null : new Digest(version));
    }

    /// The registry is a qualifier, the repository is the path; the version is a digest or a tag.
    private static ImageReference docker(String path, @Nullable String version, Map<String, String> qualifiers) {
        String repository = location(qualifiers.getOrDefault("repository_url", "docker.io")) + "/" + path;
        if (version != null && version.startsWith("sha256:")) {
            return new ImageReference(repository, qualifiers.get("tag"), new Digest(version));
        }
        return new ImageReference(repository, version == null ? qualifiers.get("tag") : version, null);
    }

    private static String location(String url) {
        return url.replaceFirst("^[a-z]+://", "").replaceFirst("/+$", "");
    }

    private static Map<String, String> qualifiers(@Nullable String text, String purl) {
        var qualifiers = new HashMap<String, String>();
        if (text != null) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    qualifiers.put(
                            pair.substring(0, equals).toLowerCase(Locale.ROOT),
                            decoded(pair.substring(equals + 1), purl));
                }
            }
        }
        return qualifiers;
    }

    private static String decoded(String text, String purl) {
        try {
            // A plus sign is itself here; only forms write it for a space.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw refused(purl, "is not encoded as URLs are");
        }
    }

    private static IllegalArgumentException refused(String text, String what) {
        return new IllegalArgumentException("'" + Check.excerpt(text) + "' " + what + "; allowed is " + EXAMPLE);
    }
}
