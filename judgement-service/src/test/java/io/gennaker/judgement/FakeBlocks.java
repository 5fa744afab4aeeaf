package io.gennaker.judgement;

import static io.gennaker.judgement.FakeSlack.require;
import static io.gennaker.judgement.FakeSlack.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/// The rules of Block Kit for the blocks that are used.
final class FakeBlocks {
    private static final String INVALID = "invalid_blocks";

    private FakeBlocks() {}

    static void check(JsonNode blocks, int most, boolean form) {
        require(blocks.isArray() && !blocks.isEmpty() && blocks.size() <= most, INVALID);
        var actions = new HashSet<String>();
        for (JsonNode block : blocks) {
            switch (block.path("type").asText()) {
                case "section" -> text(block.path("text"), "mrkdwn", 3_000);
                case "context" -> {
                    require(
                            block.path("elements").size() >= 1
                                    && block.path("elements").size() <= 10,
                            INVALID);
                    block.path("elements").forEach(element -> text(element, "mrkdwn", 3_000));
                }
                case "markdown" -> {
                    int length = block.path("text").asText("").length();
                    require(!form && length >= 1 && length <= 12_000, INVALID);
                }
                case "actions" -> {
                    require(
                            block.path("elements").size() >= 1
                                    && block.path("elements").size() <= 25,
                            INVALID);
                    block.path("elements").forEach(element -> button(element, actions));
                }
                case "input" -> {
                    require(form, INVALID);
                    text(block.path("label"), "plain_text", 2_000);
                    input(block.path("element"));
                }
                default -> require(false, INVALID);
            }
        }
    }

    private static void button(JsonNode button, Set<String> actions) {
        require(button.path("type").asText().equals("button"), INVALID);
        text(button.path("text"), "plain_text", 75);
        String action = button.path("action_id").asText("");
        require(!action.isEmpty() && action.length() <= 255 && actions.add(action), INVALID);
        require(button.path("value").asText("").length() <= 2_000, INVALID);
        require(button.path("style").asText("primary").matches("primary|danger"), INVALID);
    }

    private static void input(JsonNode element) {
        switch (element.path("type").asText()) {
            case "radio_buttons" -> options(element, 10);
            case "static_select" -> options(element, 100);
            case "plain_text_input" -> require(element.path("max_length").asInt(1) <= 3_000, INVALID);
            case "number_input" -> require(element.has("is_decimal_allowed"), INVALID);
            default -> require(false, INVALID);
        }
    }

    private static void options(JsonNode element, int most) {
        require(element.path("options").size() >= 1 && element.path("options").size() <= most, INVALID);
        element.path("options").forEach(option -> {
            text(option.path("text"), "plain_text", 75);
            require(option.path("value").asText("").length() <= 150, INVALID);
        });
    }
}
