package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes to the canary beside its share.
///
/// @param detours requests that are picked out by their headers, whatever the weights say
/// @param mirrorPercent so many percent of the route's requests are sent to the canary a second time, its answers
///     thrown away; null: none
public record Steering(List<Detour> detours, @Nullable Integer mirrorPercent) {
    public static final Steering NONE = new Steering(List.of(), null);

    public Steering {
        detours = List.copyOf(detours);
        if (detours.size() > 10) {
            throw new IllegalArgumentException("detours are " + detours.size() + "; allowed are at most 10");
        }
        if (mirrorPercent != null) {
            int _ = Check.between("mirror percent", mirrorPercent, 1, 100);
        }
    }

    /// Requests that have all these headers.
    ///
    /// @param name tells it from others of the same canary
    public record Detour(String name, List<HeaderMatch> headers) {
        public Detour {
            Check.text("name of the detour", name, 40);
            headers = List.copyOf(headers);
            if (headers.isEmpty() || headers.size() > 10) {
                throw new IllegalArgumentException("headers are " + headers.size() + "; allowed are 1 to 10");
            }
        }
    }

    /// One header of a request.
    public record HeaderMatch(String header, How how, String value) {
        /// How the value is compared.
        public enum How {
            @JsonProperty("Exact")
            EXACT,
            @JsonProperty("Prefix")
            PREFIX,
            /// The whole value has to fit.
            @JsonProperty("Regex")
            REGEX
        }

        public HeaderMatch {
            Check.text("header", header, 100);
            Check.text("value of the header", value, 500);
        }
    }
}
