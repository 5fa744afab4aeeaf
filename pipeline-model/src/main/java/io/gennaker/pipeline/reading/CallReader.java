package io.gennaker.pipeline.reading;

import static io.gennaker.pipeline.problem.Problem.quote;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.contracts.CalloutTask.PathCheck;
import io.gennaker.pipeline.definition.Frame;
import io.gennaker.pipeline.definition.HttpRequest;
import io.gennaker.pipeline.definition.Notice;
import io.gennaker.pipeline.definition.Stage;
import io.gennaker.pipeline.definition.Webhook;
import io.gennaker.pipeline.expression.Scope;
import io.gennaker.pipeline.plan.Outputs;
import io.gennaker.pipeline.yaml.YamlNode;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads the stages that call systems outside.
final class CallReader {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int ATTEMPTS = 5;
    private static final Set<String> SECRET_HEADERS = Set.of(
            "authorization",
            "proxy-authorization",
            "cookie",
            "x-api-key",
            "x-auth-token",
            "private-token",
            "dd-api-key",
            "dd-application-key");

    private final ObjectReader object;
    private final Scope scope;

    CallReader(ObjectReader object, Scope scope) {
        this.object = object;
        this.scope = scope;
    }

    Stage.Notify notice(Frame frame) {
        NoticeChannel channel = object.choice("channel", NoticeTargets.CHANNELS, NoticeChannel.LOG);
        NoticeTargets.check(object, channel);
        return new Stage.Notify(
                frame,
                new Notice(
                        channel,
                        optional(object, "url", Words.URL),
                        optional(object, "to", NoticeTargets.address(channel)),
                        object.template("title", Words.TITLE, scope, DefinitionReader.UNREAD),
                        object.template("message", Words.PROSE, scope, DefinitionReader.UNREAD)));
    }

    Stage.Webhook webhook(Frame frame) {
        boolean callback = object.flag("callback", false);
        if (callback && object.has("poll")) {
            object.problem("callback", "true, beside poll", "one way to learn of the end");
        }
        return new Stage.Webhook(
                frame,
                new Webhook(
                        request(object, "POST"),
                        object.integer("attempts", 1, 20, ATTEMPTS),
                        object.items("expect", this::status),
                        object.object("poll", Shape.POLL).map(this::poll).orElse(null),
                        callback,
                        object.object("cancel", Shape.CALL)
                                .map(cancel -> request(cancel, "DELETE"))
                                .orElse(null),
                        outputs()));
    }

    private HttpRequest request(ObjectReader call, String method) {
        return new HttpRequest(
                call.text("method", Words.METHOD, method),
                call.template("url", Words.URL, scope, DefinitionReader.UNREAD),
                texts(call, "headers", true),
                texts(call, "secretHeaders", false),
                optional(call, "body", Words.BODY));
    }

    private @Nullable String optional(ObjectReader call, String key, Words words) {
        return call.has(key) ? call.template(key, words, scope, DefinitionReader.UNREAD) : null;
    }

    private Map<String, String> texts(ObjectReader call, String key, boolean templates) {
        var texts = new TreeMap<String, String>();
        for (YamlNode.Entry entry : call.entries(key)) {
            String name = entry.key().text();
            String path = call.pathOf(key) + "." + name;
            if (!Words.REQUEST_HEADER.fit(name)) {
                call.source().problem(entry.key(), path, quote(name), Words.REQUEST_HEADER.allowed());
            }
            if (templates && SECRET_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
                call.source()
                        .problem(
                                entry.key(),
                                path,
                                "a value of header " + quote(name),
                                "secretHeaders: {" + name + ": NAME}, which names a secret of the judgement service");
                continue;
            }
            Optional<String> text = templates
                    ? call.templateOf(entry.value(), path, Words.LINE, scope)
                    : call.textOf(entry.value(), path, Words.NAME);
            text.ifPresent(value -> texts.put(name, value));
        }
        return texts;
    }

    private Optional<Integer> status(YamlNode node, String at) {
        return object.numberOf(node, at, 100, 599).map(Double::intValue);
    }

    private Webhook.Poll poll(ObjectReader poll) {
        if (poll.has("url") && poll.has("urlFrom")) {
            poll.problem("urlFrom", "urlFrom beside url", "one of them, or none for the header Location");
        }
        return new Webhook.Poll(
                optional(poll, "url", Words.URL),
                poll.optionalText("urlFrom", Words.JSON_PATH).orElse(null),
                poll.duration("interval", Duration.ofSeconds(1), INTERVAL),
                check(poll.requiredObject("success", Shape.PATH_CHECK)),
                poll.object("failure", Shape.PATH_CHECK).map(CallReader::check).orElse(null),
                poll.optionalText("progress", Words.JSON_PATH).orElse(null));
    }

    private static PathCheck check(ObjectReader check) {
        return new PathCheck(check.text("path", Words.JSON_PATH, "$"), check.texts("values", Words.LINE));
    }

    private Map<String, String> outputs() {
        var outputs = new TreeMap<String, String>();
        for (YamlNode.Entry entry : object.entries("outputs")) {
            String name = entry.key().text();
            String path = object.pathOf("outputs") + "." + name;
            if (!Words.IDENTIFIER.fit(name) || name.equals("status")) {
                object.source().problem(entry.key(), path, quote(name), Words.IDENTIFIER.allowed() + "; not status");
            }
            object.textOf(entry.value(), path, Words.JSON_PATH).ifPresent(value -> outputs.put(name, value));
        }
        if (outputs.size() >= Outputs.MOST) {
            object.problem("outputs", outputs.size() + " outputs", "at most " + (Outputs.MOST - 1));
        }
        return outputs;
    }
}
