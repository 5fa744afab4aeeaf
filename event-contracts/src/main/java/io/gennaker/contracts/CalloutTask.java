package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A call to a system outside.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CalloutTask.CallWebhook.class, name = "CallWebhook"),
    @JsonSubTypes.Type(value = CalloutTask.SendNotice.class, name = "SendNotice"),
    @JsonSubTypes.Type(value = CalloutTask.FetchFile.class, name = "FetchFile"),
})
public sealed interface CalloutTask {
    /// Calls, and awaits the end of what the call began where there is a way to learn it.
    ///
    /// @param attempts tries of one request in all, where it meets no answer, 429 or 5xx
    /// @param expected statuses that mean that the call was taken; none: 200 to 299
    /// @param polling asks for the end; null: does not ask
    /// @param callback whether the end is told by a signed callback
    /// @param cancel request that ends early what the call began
    /// @param outputs JSONPath into the last response or the callback, by the name of the output
    record CallWebhook(
            HttpCall call,
            int attempts,
            List<Integer> expected,
            @Nullable Polling polling,
            boolean callback,
            @Nullable HttpCall cancel,
            Map<String, String> outputs)
            implements CalloutTask {
        public CallWebhook {
            Check.between("attempts", attempts, 1, 20);
            expected = List.copyOf(expected);
            outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
        }
    }

    /// Asks by GET, with the headers of the call, until the answer says that it is over.
    ///
    /// @param url where to ask; null: see `urlPath`
    /// @param urlPath JSONPath of the address in the call's response; null, and no `url`: its header `Location`
    /// @param success what says that it ended well
    /// @param failure what says that it ended badly
    /// @param progress JSONPath of words for people
    record Polling(
            @Nullable String url,
            @Nullable String urlPath,
            Duration interval,
            PathCheck success,
            @Nullable PathCheck failure,
            @Nullable String progress) {
        public Polling {
            Check.positive("interval", interval);
        }
    }

    /// Holds where the text at a JSONPath is one of the values, whatever their case.
    record PathCheck(String path, List<String> values) {
        public PathCheck {
            Check.text("path", path, 500);
            values = List.copyOf(values);
        }
    }

    /// Tells people.
    ///
    /// @param url of the channel's webhook, which is signed; null for other channels
    /// @param to address of the channel's own kind: a conversation, an e-mail address, a name; absent for others
    record SendNotice(
            NoticeChannel channel,
            @Nullable String url,
            @Nullable String to,
            String title,
            String message,
            String pipeline)
            implements CalloutTask {
        public SendNotice {
            Check.text("title", title, 200);
        }
    }

    /// Brings a file. Tried until the deadline, unless it can never be had.
    record FetchFile(FileSource source) implements CalloutTask {}

    /// Where a notice goes.
    enum NoticeChannel {
        /// The service's log; it is shown with the stage, too.
        @JsonProperty("Log")
        LOG,
        @JsonProperty("Webhook")
        WEBHOOK,
        @JsonProperty("Slack")
        SLACK,
        @JsonProperty("Email")
        EMAIL,
        /// Microsoft Teams.
        @JsonProperty("Teams")
        TEAMS,
        /// A system that takes CDEvents.
        @JsonProperty("CdEvents")
        CDEVENTS
    }
}
