package io.gennaker.spinnaker.trigger;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of repositories with their registry's host.
public final class Repository {
    private static final Pattern FORM =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*(:[0-9]{1,5})?(/[a-z0-9][a-z0-9._-]*)+");
    private static final Pattern DOCKER_HUB =
            Pattern.compile("(?:(?:index|registry-1)\\.)?docker\\.io/(?<repository>.+)");
    private static final int LONGEST = 255;

    private Repository() {}

    /// As the trigger service calls it: Docker Hub has several hosts, and repositories without a part in front.
    public static String asPushed(String image) {
        Matcher hub = DOCKER_HUB.matcher(image);
        if (!hub.matches()) {
            return image;
        }
        String repository = hub.group("repository");
        return "docker.io/" + (repository.contains("/") ? "" : "library/") + repository;
    }

    public static boolean fits(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
