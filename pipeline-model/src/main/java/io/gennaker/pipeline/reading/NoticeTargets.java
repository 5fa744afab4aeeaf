package io.gennaker.pipeline.reading;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where notices go: the words of channels, and how each writes its addresses.
public final class NoticeTargets {
    static final Map<String, NoticeChannel> CHANNELS = channels();
    /// Of rules, whose facts have other words for systems.
    static final Map<String, NoticeChannel> RULE_CHANNELS = ruleChannels();

    private NoticeTargets() {}

    private static Map<String, NoticeChannel> channels() {
        var channels = new LinkedHashMap<String, NoticeChannel>();
        channels.put("log", NoticeChannel.LOG);
        channels.put("webhook", NoticeChannel.WEBHOOK);
        channels.put("slack", NoticeChannel.SLACK);
        channels.put("email", NoticeChannel.EMAIL);
        channels.put("teams", NoticeChannel.TEAMS);
        return Collections.unmodifiableMap(channels);
    }

    private static Map<String, NoticeChannel> ruleChannels() {
        var channels = new LinkedHashMap<>(CHANNELS);
        channels.put("cdevents", NoticeChannel.CDEVENTS);
        return Collections.unmodifiableMap(channels);
    }

    /// What stands in `to`; a webhook has its address in `url`, and the log has none.
    public static Words address(NoticeChannel channel) {
        return switch (channel) {
            case SLACK -> Words.CONVERSATION;
            case EMAIL -> Words.EMAIL;
            case TEAMS -> Words.NAME;
            case WEBHOOK, CDEVENTS, LOG -> Words.LINE;
        };
    }

    /// A channel has the one key that its addresses stand in, and no other.
    static void check(ObjectReader object, NoticeChannel channel) {
        boolean url = channel == NoticeChannel.WEBHOOK || channel == NoticeChannel.CDEVENTS;
        if (url != object.has("url")) {
            object.problem(
                    "channel",
                    object.has("url") ? "a url" : "no url",
                    "a url for channels webhook and cdevents, none for another");
        }
        boolean to = !url && channel != NoticeChannel.LOG;
        if (to != object.has("to")) {
            object.problem(
                    "channel",
                    object.has("to") ? "a 'to'" : "no 'to'",
                    "'to' for channels slack, email and teams, none for another");
        }
    }
}
