package io.gennaker.playground.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// An image as it was pushed.
///
/// @param labels what the image's builder wrote on it; those under `sim.gennaker.io/` say how its containers behave
public record Image(String repository, String tag, Map<String, String> labels) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public Image {
        labels = Map.copyOf(labels);
    }

    /// The hash of what the image is: repository, tag and labels as JSON with sorted keys. The same push has the same
    /// digest.
    public String digest() {
        var content = new TreeMap<String, Object>();
        content.put("repository", repository);
        content.put("tag", tag);
        content.put("labels", new TreeMap<>(labels));
        try {
            var hash = MessageDigest.getInstance("SHA-256")
                    .digest(JSON.valueToTree(content).toString().getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java has SHA-256", impossible);
        }
    }

    public String reference() {
        return repository + ":" + tag;
    }

    public String pinned() {
        return repository + "@" + digest();
    }
}
