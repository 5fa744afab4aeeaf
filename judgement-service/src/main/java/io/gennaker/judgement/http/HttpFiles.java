package io.gennaker.judgement.http;

import io.gennaker.contracts.Digest;
import io.gennaker.contracts.FileSource;
import io.gennaker.contracts.HttpCall;
import io.gennaker.judgement.callout.CallFailed;
import io.gennaker.judgement.callout.FileText;
import io.gennaker.judgement.callout.Files;
import jakarta.inject.Singleton;
import java.util.Map;

/// Files over HTTP, by the same requests as other calls.
@Singleton
public class HttpFiles {
    private static final int OK = 200;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpCalls calls;

    HttpFiles(HttpCalls calls) {
        this.calls = calls;
    }

    public Files.Brought bring(FileSource.HttpFile file) throws CallFailed, InterruptedException {
        var call = new HttpCall("GET", file.url(), Map.of(), file.secretHeaders(), null);
        HttpCalls.Answer answer = calls.request(call, Map.of());
        int status = answer.head().statusCode();
        if (status == TIMEOUT || status == TOO_MANY_REQUESTS || status >= 500) {
            throw CallFailed.noAnswer("answered " + status);
        }
        String location = answer.head().getHeader("Location");
        if (status != OK) {
            throw CallFailed.refused("answered " + status
                    + (location == null ? "" : " with the address " + location + "; redirects are not followed"));
        }
        byte[] bytes = answer.body().getBytes();
        Digest digest = Digest.of(bytes);
        if (file.digest() != null && !file.digest().equals(digest)) {
            throw CallFailed.refused("it has the digest " + digest + "; the pipeline allows " + file.digest());
        }
        return new Files.Brought(FileText.of(bytes), null, answer.head().getHeader("ETag"));
    }
}
