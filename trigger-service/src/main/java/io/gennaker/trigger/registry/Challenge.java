package io.gennaker.trigger.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a registry wants a token from: `Bearer realm="...",service="...",scope="..."`.
record Challenge(URI realm, Map<String, String> parameters) {
    private static final Pattern PARAMETER = Pattern.compile("([a-z]{1,20})=\"([^\"]{0,500})\"");

    static Optional<Challenge> parse(String header) {
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.empty();
        }
        var parameters = new LinkedHashMap<String, String>();
        Matcher matcher = PARAMETER.matcher(header);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        String realm = parameters.remove("realm");
        return realm == null ? Optional.empty() : Optional.of(new Challenge(URI.create(realm), parameters));
    }

    URI address() {
        var query = new StringBuilder();
        parameters.forEach((name, value) -> {
            if (name.equals("service") || name.equals("scope")) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(name)
                        .append('=')
                        .append(URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        });
        return URI.create(realm + query.toString());
    }
}
