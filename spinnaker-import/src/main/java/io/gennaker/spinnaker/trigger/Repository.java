package io.gennaker.spinnaker.trigger;

import java.util.regex.Pattern;

/// Names of repositories with their registry's host.
public final class Repository {
    private static final Pattern FORM =
            Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._-]*(:[0-9]{1,5})?(/[a-z0-9][a-z0-9._-]*)+");
    private static final int LONGEST = 255;

    private Repository() {}

    public static boolean fits(String text) {
        return text.length() <= LONGEST && FORM.matcher(text).matches();
    }
}
