package io.gennaker.pipeline.reading;

import io.gennaker.contracts.Steering.Detour;
import io.gennaker.contracts.Steering.HeaderMatch;
import io.gennaker.contracts.Steering.HeaderMatch.How;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads which requests are picked out for the new version.
final class DetourReader {
    private static final int MOST_HEADERS = 10;
    private static final Pattern SPECIAL = Pattern.compile("[\\\\^$.|?*+()\\[\\]{}]");

    private DetourReader() {}

    static Detour read(ObjectReader object) {
        var headers = new ArrayList<HeaderMatch>();
        object.objects("headers", Shape.HEADER).forEach(header -> headers.add(header(header)));
        object.objects("cookies", Shape.COOKIE).forEach(cookie -> headers.add(cookie(cookie)));
        if (headers.isEmpty() || headers.size() > MOST_HEADERS) {
            object.source()
                    .problem(
                            object.node(),
                            object.path(),
                            headers.size() + " headers and cookies",
                            "1 to " + MOST_HEADERS + ", in headers and cookies together");
            headers.add(new HeaderMatch(DefinitionReader.UNREAD, How.EXACT, DefinitionReader.UNREAD));
        }
        return new Detour(
                object.text("name", Words.STAGE_ID, DefinitionReader.UNREAD),
                headers.stream().limit(MOST_HEADERS).toList());
    }

    private static HeaderMatch header(ObjectReader header) {
        String name = header.text("name", Words.HEADER, DefinitionReader.UNREAD);
        List<String> found =
                Stream.of("exact", "prefix", "regex").filter(header::has).toList();
        if (found.size() != 1) {
            String what = found.isEmpty() ? "no value" : String.join(" and ", found) + " together";
            header.source().problem(header.node(), header.path(), what, "one of exact, prefix, regex");
            return new HeaderMatch(name, How.EXACT, DefinitionReader.UNREAD);
        }
        How how =
                switch (found.getFirst()) {
                    case "exact" -> How.EXACT;
                    case "prefix" -> How.PREFIX;
                    default -> How.REGEX;
                };
        return new HeaderMatch(name, how, header.text(found.getFirst(), Words.LINE, DefinitionReader.UNREAD));
    }

    /// A cookie is one of several in its header, in any place.
    private static HeaderMatch cookie(ObjectReader cookie) {
        String pair = cookie.text("name", Words.COOKIE, DefinitionReader.UNREAD) + "="
                + cookie.text("value", Words.COOKIE, DefinitionReader.UNREAD);
        String quoted = SPECIAL.matcher(pair).replaceAll("\\\\$0");
        return new HeaderMatch("cookie", How.REGEX, "(.*;\\s*)?" + quoted + "(\\s*;.*)?");
    }
}
