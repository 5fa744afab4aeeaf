package io.gennaker.judgement.callout;

import io.gennaker.contracts.CalloutTask.CallWebhook;
import io.gennaker.contracts.CalloutTask.PathCheck;
import io.gennaker.contracts.CalloutTask.Polling;
import io.gennaker.contracts.FailureCode;
import io.gennaker.contracts.HttpCall;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes the next request of a webhook and says what its answer means. The time between requests is the caller's.
public final class WebhookRun {
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final int MOST_DOUBLINGS = 5;
    private static final int LONGEST_OUTPUT = 1_000;
    private static final int TOO_MANY_REQUESTS = 429;

    private final CallWebhook task;
    private final Calls calls;
    private final Map<String, String> headers;

    /// @param headers of each request, beside its own
    public WebhookRun(CallWebhook task, Calls calls, Map<String, String> headers) {
        this.task = task;
        this.calls = calls;
        this.headers = Map.copyOf(headers);
    }

    /// @param progress null at the beginning
    public Step next(@Nullable Progress progress) throws InterruptedException {
        Progress now = progress == null ? Progress.NONE : progress;
        String url = now.pollUrl();
        Polling polling = task.polling();
        HttpCall call = url == null ? task.call() : question(url);
        Response response;
        try {
            response = calls.send(call, headers);
        } catch (CallFailed failed) {
            return failed.isRefused()
                    ? new Step.Fail(FailureCode.REFUSED, String.valueOf(failed.getMessage()), Map.of())
                    : again(now, call, String.valueOf(failed.getMessage()));
        }
        boolean wanted = url == null && expected(response.status());
        if (isAway(response) && !wanted) {
            return again(now, call, "answered " + response.status() + response.excerpt());
        }
        return url == null || polling == null ? taken(now, response) : polled(now, call, polling, response);
    }

    private static boolean isAway(Response response) {
        return response.status() == TOO_MANY_REQUESTS || response.status() >= 500;
    }

    private HttpCall question(String url) {
        return new HttpCall("GET", url, task.call().headers(), task.call().secretHeaders(), null);
    }

    private Step again(Progress now, HttpCall call, String what) {
        Progress failed = now.failedOnce(what);
        String sentence = call.method() + " " + call.url() + ": " + what + ", attempt " + failed.attempts() + " of "
                + task.attempts();
        if (failed.attempts() >= task.attempts()) {
            return new Step.Fail(FailureCode.CALLOUT_FAILED, sentence, outputs(now.status(), Facts.NONE));
        }
        int doublings = Math.min(failed.attempts() - 1, MOST_DOUBLINGS);
        return new Step.Later(failed, FIRST_BACKOFF.multipliedBy(1L << doublings), sentence);
    }

    private Step taken(Progress now, Response response) {
        var outputs = outputs(response.status(), response.facts());
        if (!expected(response.status())) {
            String allowed =
                    task.expected().isEmpty() ? "200 to 299" : task.expected().toString();
            return new Step.Fail(
                    FailureCode.CALLOUT_FAILED,
                    task.call().method() + " " + task.call().url() + " answered " + response.status()
                            + response.excerpt() + "; expected: " + allowed,
                    outputs);
        }
        Polling polling = task.polling();
        if (polling != null) {
            return address(polling, response)
                    .<Step>map(url -> new Step.Later(
                            now.polling(response.status(), url), polling.interval(), "taken; asks " + url))
                    .orElseGet(() -> new Step.Fail(
                            FailureCode.CALLOUT_FAILED,
                            "the answer does not say where to ask for the end: found no address in "
                                    + (polling.urlPath() == null ? "the header Location" : polling.urlPath()),
                            outputs));
        }
        return task.callback() ? new Step.AwaitCallback(response.status()) : new Step.Succeed(outputs);
    }

    private boolean expected(int status) {
        return task.expected().isEmpty()
                ? status >= 200 && status < 300
                : task.expected().contains(status);
    }

    /// A relative address is one of the called system.
    private Optional<String> address(Polling polling, Response response) {
        if (polling.url() != null) {
            return Optional.of(polling.url());
        }
        Optional<String> found = polling.urlPath() == null
                ? Optional.ofNullable(response.location())
                : response.facts().textAt(polling.urlPath());
        try {
            return found.map(address ->
                            URI.create(task.call().url()).resolve(address).toString())
                    .filter(address -> address.matches("https?://\\S{1,2000}"));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private Step polled(Progress now, HttpCall call, Polling polling, Response response) {
        if (response.status() < 200 || response.status() >= 300) {
            return new Step.Fail(
                    FailureCode.CALLOUT_FAILED,
                    "GET " + call.url() + " answered " + response.status() + response.excerpt(),
                    outputs(now.status(), response.facts()));
        }
        PathCheck failure = polling.failure();
        if (failure != null && holds(failure, response.facts())) {
            return new Step.Fail(
                    FailureCode.CALLOUT_FAILED,
                    failure.path() + " is "
                            + response.facts().textAt(failure.path()).orElse(""),
                    outputs(now.status(), response.facts()));
        }
        if (holds(polling.success(), response.facts())) {
            return new Step.Succeed(outputs(now.status(), response.facts()));
        }
        String path = polling.progress() == null ? polling.success().path() : polling.progress();
        String words = path + " is "
                + response.facts().textAt(path).map(WebhookRun::cut).orElse("not there");
        return new Step.Later(now.saying(words), polling.interval(), words);
    }

    private static boolean holds(PathCheck check, Facts facts) {
        return facts.textAt(check.path())
                .filter(found -> check.values().stream().anyMatch(found::equalsIgnoreCase))
                .isPresent();
    }

    private Map<String, String> outputs(@Nullable Integer status, Facts facts) {
        return outputs(task, status, facts);
    }

    /// Facts for later stages.
    public static Map<String, String> outputs(CallWebhook task, @Nullable Integer status, Facts facts) {
        var outputs = new TreeMap<String, String>();
        task.outputs()
                .forEach(
                        (name, path) -> facts.at(path).map(WebhookRun::cut).ifPresent(text -> outputs.put(name, text)));
        if (status != null) {
            outputs.put("status", status.toString());
        }
        return outputs;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_OUTPUT ? text : text.substring(0, LONGEST_OUTPUT - 1) + "…";
    }
}
