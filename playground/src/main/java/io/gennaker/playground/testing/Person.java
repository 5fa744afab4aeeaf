package io.gennaker.playground.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Somebody at a browser: follows where they are led, and fills in the forms of the identity provider.
public final class Person {
    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]*)\"");
    private static final Pattern INPUT = Pattern.compile("<input[^>]*name=\"([^\"]*)\"[^>]*>");
    private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");
    private static final int LONGEST_WAY = 20;

    private final String name;
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public Person(String name) {
        this.name = name;
    }

    /// @param page the last answer
    public record Arrival(URI address, HttpResponse<String> page) {}

    /// Goes to an address and on, until there is nothing to be done any more, or until `stop`.
    ///
    /// @param stop path at which to look around before going on; null for none
    public Arrival goTo(URI address, @Nullable String stop) {
        URI at = address;
        HttpResponse<String> page = get(at);
        for (int step = 0; step < LONGEST_WAY; step++) {
            Matcher form = FORM.matcher(page.body());
            if (page.statusCode() / 100 == 3) {
                at = at.resolve(page.headers().firstValue("Location").orElseThrow());
                if (at.getPath().equals(stop)) {
                    return new Arrival(at, page);
                }
                page = get(at);
            } else if (page.statusCode() == 200 && form.find()) {
                at = at.resolve(form.group(1).isEmpty() ? at.toString() : form.group(1));
                page = send(HttpRequest.newBuilder(at)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(filled(page.body()))));
            } else {
                return new Arrival(at, page);
            }
        }
        throw new IllegalStateException("still not there after " + LONGEST_WAY + " steps: " + at);
    }

    public HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address).GET());
    }

    public HttpResponse<String> post(URI address) {
        return send(HttpRequest.newBuilder(address).POST(BodyPublishers.noBody()));
    }

    private String filled(String page) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher input = INPUT.matcher(page);
        while (input.find()) {
            Matcher value = VALUE.matcher(input.group());
            fields.put(input.group(1), value.find() ? value.group(1) : "");
        }
        fields.computeIfPresent("login", (_, _) -> name);
        fields.computeIfPresent("password", (_, _) -> "any");
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = browser.send(request.build(), BodyHandlers.ofString());
            if (response.statusCode() >= 500) {
                throw new IllegalStateException(response + " " + response.body());
            }
            return response;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
