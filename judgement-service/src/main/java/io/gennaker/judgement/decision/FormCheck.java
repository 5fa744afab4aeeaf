package io.gennaker.judgement.decision;

import io.gennaker.contracts.AnswerForm;
import io.gennaker.contracts.AnswerForm.Choice;
import io.gennaker.contracts.AnswerForm.Input;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.pipeline.definition.AnswerInputs;
import io.gennaker.pipeline.expression.Value;
import io.gennaker.pipeline.plan.Outputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Holds what an answer says against what the question asks, and fills in defaults.
final class FormCheck {
    private final AnswerForm form;
    private final Decision decision;
    private final FilledForm filled;
    private final List<String> problems = new ArrayList<>();

    private FormCheck(AnswerForm form, Decision decision, FilledForm filled) {
        this.form = form;
        this.decision = decision;
        this.filled = filled;
    }

    sealed interface Result {
        /// @param form complete, each value in its one form
        record Fits(FilledForm form) implements Result {}

        record Unfit(String reason) implements Result {}
    }

    static Result of(AnswerForm form, Answer answer) {
        return new FormCheck(form, answer.decision(), answer.form()).result();
    }

    /// What stands where nobody answers: defaults, and the choice where there is one only.
    static FilledForm unanswered(AnswerForm form, Decision decision) {
        return new FormCheck(form, decision, FilledForm.EMPTY).full();
    }

    /// What later stages may read of a form that fits.
    static Map<String, String> outputs(AnswerForm form, FilledForm filled) {
        var outputs = new TreeMap<String, String>();
        for (Input input : form.inputs()) {
            Optional.ofNullable(filled.inputs().get(input.name()))
                    .flatMap(text -> AnswerInputs.read(input, text))
                    .ifPresent(value -> outputs.put(input.name(), Outputs.encode(value)));
        }
        if (filled.choice() != null) {
            outputs.put("choice", filled.choice());
        }
        return outputs;
    }

    private Result result() {
        FilledForm full = full();
        return problems.isEmpty() ? new Result.Fits(full) : new Result.Unfit(String.join("; ", problems));
    }

    private FilledForm full() {
        return new FilledForm(choice(), inputs());
    }

    private @Nullable String choice() {
        List<String> allowed = form.choices().stream()
                .filter(choice -> choice.decision() == decision)
                .map(Choice::name)
                .toList();
        String chosen = filled.choice();
        if (chosen == null) {
            if (allowed.size() > 1) {
                problems.add("a choice is missing; allowed are " + String.join(", ", allowed));
            }
            return allowed.size() == 1 ? allowed.getFirst() : null;
        }
        if (!allowed.contains(chosen)) {
            String words = allowed.isEmpty() ? "none" : String.join(", ", allowed);
            problems.add("choice is '" + chosen + "'; to " + word() + ", allowed are " + words);
        }
        return chosen;
    }

    private String word() {
        return decision == Decision.APPROVE ? "approve" : "reject";
    }

    private Map<String, String> inputs() {
        var given = new TreeMap<>(filled.inputs());
        given.values().removeIf(String::isBlank);
        if (decision == Decision.REJECT) {
            if (!given.isEmpty()) {
                problems.add("a rejection takes no inputs; found " + String.join(", ", given.keySet()));
            }
            return Map.of();
        }
        var full = new TreeMap<String, String>();
        for (Input input : form.inputs()) {
            String text = given.remove(input.name());
            value(input, text == null ? input.defaultValue() : text)
                    .flatMap(Value::inText)
                    .ifPresent(value -> full.put(input.name(), value));
        }
        given.keySet().forEach(name -> problems.add("input '" + name + "' is unknown; allowed are " + names()));
        return full;
    }

    private Optional<Value> value(Input input, @Nullable String text) {
        if (text == null) {
            if (input.required()) {
                problems.add("input " + input.name() + " is missing: " + AnswerInputs.allowed(input));
            }
            return Optional.empty();
        }
        Optional<Value> value = AnswerInputs.read(input, text);
        if (value.isEmpty()) {
            problems.add("input " + input.name() + " is '" + text + "'; allowed is " + AnswerInputs.allowed(input));
        }
        return value;
    }

    private String names() {
        return form.inputs().isEmpty()
                ? "none"
                : form.inputs().stream().map(Input::name).collect(Collectors.joining(", "));
    }
}
