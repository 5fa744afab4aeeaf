package io.gennaker.judgement.slack;

import com.slack.api.Slack;
import com.slack.api.SlackConfig;
import com.slack.api.methods.MethodsClient;
import com.slack.api.methods.SlackApiException;
import com.slack.api.methods.SlackApiTextResponse;
import com.slack.api.model.Message;
import com.slack.api.model.ResponseMetadata;
import com.slack.api.model.block.LayoutBlock;
import com.slack.api.model.view.View;
import com.slack.api.util.http.SlackHttpClient;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// The methods of Slack that are needed, through its SDK. Each message carries the id of its card, by which it is found
/// again when nobody knows whether it was posted.
final class SlackClient {
    private static final String EVENT_TYPE = "gennaker_card";
    private static final String CARD = "card";
    private static final int PAGE = 200;
    private static final int MOST_PAGES = 20;
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final Duration UNKNOWN_WAIT = Duration.ofSeconds(30);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Set<String> PASSING =
            Set.of("internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org");

    private final MethodsClient methods;

    SlackClient(URI api, Duration timeout, String token) {
        var config = new SlackConfig();
        config.setMethodsEndpointUrlPrefix(api.toString().replaceFirst("/*$", "/"));
        config.setStatsEnabled(false);
        // It must not send a message again by itself: only who looks first may.
        // Nor is an old connection kept, whose end would look like a lost answer.
        var http = new OkHttpClient.Builder()
                .retryOnConnectionFailure(false)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
                .callTimeout(timeout)
                .build();
        this.methods = Slack.getInstance(config, new SlackHttpClient(http)).methods(token);
    }

    /// @param text for notifications and screen readers
    record Shown(String text, List<LayoutBlock> blocks) {}

    /// @return timestamp of the message, which is its address
    String post(String channel, @Nullable String thread, boolean broadcast, String card, Shown shown)
            throws SlackFailed {
        var metadata = Message.Metadata.builder()
                .eventType(EVENT_TYPE)
                .eventPayload(Map.of(CARD, card))
                .build();
        return call(() -> methods.chatPostMessage(request -> request.channel(channel)
                        .threadTs(thread)
                        .replyBroadcast(broadcast && thread != null)
                        .text(shown.text())
                        .blocks(shown.blocks())
                        .unfurlLinks(false)
                        .unfurlMedia(false)
                        .metadata(metadata)))
                .getTs();
    }

    void update(String channel, String ts, Shown shown) throws SlackFailed {
        call(() -> methods.chatUpdate(
                request -> request.channel(channel).ts(ts).text(shown.text()).blocks(shown.blocks())));
    }

    /// The message of a card, if it was posted.
    ///
    /// @param since when posting was tried first
    Optional<String> find(String channel, @Nullable String thread, String card, Instant since) throws SlackFailed {
        String oldest = since.minus(SKEW).getEpochSecond() + ".000000";
        String cursor = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Page found = thread == null ? history(channel, oldest, cursor) : replies(channel, thread, oldest, cursor);
            Optional<String> ts = found.messages().stream()
                    .filter(message -> shows(message, card))
                    .map(Message::getTs)
                    .findFirst();
            if (ts.isPresent() || found.next().isEmpty()) {
                return ts;
            }
            cursor = found.next();
        }
        throw SlackFailed.refused("more than " + MOST_PAGES * PAGE + " messages since " + since
                + ": it cannot be told whether this one was posted");
    }

    private record Page(List<Message> messages, String next) {
        Page(List<Message> messages, @Nullable ResponseMetadata metadata) {
            this(messages, metadata == null || metadata.getNextCursor() == null ? "" : metadata.getNextCursor());
        }
    }

    private Page history(String channel, String oldest, String cursor) throws SlackFailed {
        var answer = call(() -> methods.conversationsHistory(request -> request.channel(channel)
                .oldest(oldest)
                .inclusive(true)
                .includeAllMetadata(true)
                .cursor(cursor)
                .limit(PAGE)));
        return new Page(answer.getMessages(), answer.getResponseMetadata());
    }

    private Page replies(String channel, String thread, String oldest, String cursor) throws SlackFailed {
        var answer = call(() -> methods.conversationsReplies(request -> request.channel(channel)
                .ts(thread)
                .oldest(oldest)
                .inclusive(true)
                .includeAllMetadata(true)
                .cursor(cursor)
                .limit(PAGE)));
        return new Page(answer.getMessages(), answer.getResponseMetadata());
    }

    private static boolean shows(Message message, String card) {
        Message.Metadata metadata = message.getMetadata();
        return metadata != null
                && EVENT_TYPE.equals(metadata.getEventType())
                && metadata.getEventPayload() != null
                && card.equals(metadata.getEventPayload().get(CARD));
    }

    /// Opens a form; `trigger` is good for three seconds.
    void open(String trigger, View view) throws SlackFailed {
        call(() -> methods.viewsOpen(request -> request.triggerId(trigger).view(view)));
    }

    /// Words that only one person sees.
    void whisper(String channel, String user, String text) throws SlackFailed {
        call(() -> methods.chatPostEphemeral(
                request -> request.channel(channel).user(user).text(text)));
    }

    @FunctionalInterface
    private interface Request<T> {
        T send() throws IOException, SlackApiException;
    }

    private static <T extends SlackApiTextResponse> T call(Request<T> request) throws SlackFailed {
        T answer;
        try {
            answer = request.send();
        } catch (SlackApiException failed) {
            if (failed.getResponse().code() == TOO_MANY_REQUESTS) {
                throw SlackFailed.tooMany(retryAfter(failed.getResponse().header("Retry-After")));
            }
            throw SlackFailed.passing("Slack answered " + failed.getResponse().code(), failed);
        } catch (IOException failed) {
            throw SlackFailed.passing("Slack did not answer: " + failed.getMessage(), failed);
        }
        if (answer.isOk()) {
            return answer;
        }
        String words = "Slack says " + answer.getError()
                + (answer.getNeeded() == null ? "" : ", needed is " + answer.getNeeded());
        throw PASSING.contains(String.valueOf(answer.getError()))
                ? SlackFailed.passing(words, null)
                : SlackFailed.refused(words);
    }

    private static Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("\\d{1,5}") ? Duration.ofSeconds(Long.parseLong(header)) : UNKNOWN_WAIT;
    }
}
