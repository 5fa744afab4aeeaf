package io.gennaker.judgement.callout;

import org.jspecify.annotations.Nullable;

/// How far a webhook is.
///
/// @param attempts requests that were not answered as they should, one after another
/// @param status of the call's answer; null before it
/// @param pollUrl where the end is asked for; null before the call was taken
/// @param said what people were told last
public record Progress(
        int attempts,
        @Nullable Integer status,
        @Nullable String pollUrl,
        @Nullable String said) {
    public static final Progress NONE = new Progress(0, null, null, null);

    Progress failedOnce(String words) {
        return new Progress(attempts + 1, status, pollUrl, words);
    }

    /// As far as it was.
    public Progress waiting(String words) {
        return new Progress(attempts, status, pollUrl, words);
    }

    Progress polling(int taken, String url) {
        return new Progress(0, taken, url, said);
    }

    Progress saying(String words) {
        return new Progress(0, status, pollUrl, words);
    }
}
