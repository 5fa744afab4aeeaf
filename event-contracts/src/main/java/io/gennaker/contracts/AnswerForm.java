package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an answer says besides yes and no.
///
/// @param choices what may be chosen; empty: to approve and to reject
/// @param inputs what an approval gives besides
public record AnswerForm(List<Choice> choices, List<Input> inputs) {
    /// Most choices, and most inputs.
    public static final int MOST = 20;

    public static final AnswerForm NONE = new AnswerForm(List.of(), List.of());

    public AnswerForm {
        Check.atMost("choices", choices.size(), MOST);
        Check.atMost("inputs", inputs.size(), MOST);
        choices = List.copyOf(choices);
        inputs = List.copyOf(inputs);
    }

    /// One of several ways to answer.
    ///
    /// @param decision what it means for the execution
    public record Choice(String name, String title, Decision decision) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,39}");

        public Choice {
            Check.matching("choice", name, NAME);
            Check.text("choice title", title, 200);
        }
    }

    /// A value that whoever approves may or must give.
    ///
    /// @param title in words for people; null: its name
    /// @param required whether an approval without it is refused
    /// @param defaultValue taken when none is given; as text
    /// @param pattern that the text must fit as a whole, as in the pipeline language
    /// @param values allowed ones of an enumeration
    public record Input(
            String name,
            InputType type,
            @Nullable String title,
            boolean required,
            @Nullable String defaultValue,
            @Nullable String pattern,
            List<String> values) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,59}");

        public Input {
            Check.matching("input", name, NAME);
            values = List.copyOf(values);
        }
    }

    /// What an input holds.
    public enum InputType {
        @JsonProperty("String")
        STRING,
        @JsonProperty("Int")
        INT,
        @JsonProperty("Bool")
        BOOL,
        @JsonProperty("Enum")
        ENUM
    }
}
