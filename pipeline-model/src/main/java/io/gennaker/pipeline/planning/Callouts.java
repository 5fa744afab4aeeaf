package io.gennaker.pipeline.planning;

import io.gennaker.contracts.CalloutTask;
import io.gennaker.contracts.HttpCall;
import io.gennaker.pipeline.definition.HttpRequest;
import io.gennaker.pipeline.definition.Notice;
import io.gennaker.pipeline.definition.Webhook;
import io.gennaker.pipeline.expression.Bindings;
import io.gennaker.pipeline.reading.NoticeTargets;
import io.gennaker.pipeline.reading.Words;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Evaluates calls to systems outside.
public final class Callouts {
    private Callouts() {}

    public static CalloutTask evaluate(Webhook webhook, Bindings bindings) throws Unplannable {
        Webhook.Poll poll = webhook.poll();
        return new CalloutTask.CallWebhook(
                call("", webhook.call(), bindings),
                webhook.attempts(),
                webhook.expected(),
                poll == null ? null : polling(poll, bindings),
                webhook.callback(),
                webhook.cancel() == null ? null : call("cancel ", webhook.cancel(), bindings),
                webhook.outputs());
    }

    public static CalloutTask evaluate(Notice notice, String pipeline, Bindings bindings) throws Unplannable {
        return new CalloutTask.SendNotice(
                notice.channel(),
                url("url", notice.url(), bindings),
                notice.to() == null
                        ? null
                        : Values.text("to", notice.to(), NoticeTargets.address(notice.channel()), bindings),
                Values.text("title", notice.title(), Words.TITLE, bindings),
                Values.text("message", notice.message(), Words.PROSE, bindings),
                pipeline);
    }

    private static CalloutTask.Polling polling(Webhook.Poll poll, Bindings bindings) throws Unplannable {
        return new CalloutTask.Polling(
                url("poll url", poll.url(), bindings),
                poll.urlFrom(),
                poll.interval(),
                poll.success(),
                poll.failure(),
                poll.progress());
    }

    private static HttpCall call(String what, HttpRequest request, Bindings bindings) throws Unplannable {
        var headers = new TreeMap<String, String>();
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            String name = what + "header " + header.getKey();
            headers.put(header.getKey(), Values.text(name, header.getValue(), Words.LINE, bindings));
        }
        String body = request.body();
        return new HttpCall(
                request.method(),
                Values.text(what + "url", request.url(), Words.URL, bindings),
                headers,
                request.secretHeaders(),
                body == null ? null : Values.text(what + "body", body, Words.BODY, bindings));
    }

    private static @Nullable String url(String what, @Nullable String template, Bindings bindings) throws Unplannable {
        return template == null ? null : Values.text(what, template, Words.URL, bindings);
    }
}
