package io.gennaker.trigger.matching;

import io.gennaker.pipeline.expression.EvaluationFailed;
import io.gennaker.pipeline.expression.MalformedTemplate;
import io.gennaker.trigger.matching.Outcome.Matched;
import io.gennaker.trigger.matching.Outcome.NotMatched;
import java.util.List;

/// Decides which pipelines an event starts. Pure.
///
/// An event starts each matching pipeline once: the execution's id follows from pipeline, source and event id, so an
/// event that is delivered twice asks for the same execution.
final class Matcher {
    private Matcher() {}

    /// One outcome for each trigger that the event concerns.
    static List<Outcome> match(Event event, TriggerIndex index) {
        var conditions = new Conditions(event);
        return index.of(event.concern()).stream()
                .map(trigger -> match(event, trigger, conditions))
                .toList();
    }

    private static Outcome match(Event event, PipelineTrigger trigger, Conditions conditions) {
        return conditions
                .mismatch(trigger.rule())
                .<Outcome>map(why -> new NotMatched(trigger, why))
                .orElseGet(() -> started(event, trigger));
    }

    private static Outcome started(Event event, PipelineTrigger trigger) {
        try {
            return new Matched(trigger, new StartBuilder(event, trigger).start());
        } catch (EvaluationFailed | MalformedTemplate failed) {
            return new NotMatched(
                    trigger,
                    new Mismatch("a value of each parameter and artifact", String.valueOf(failed.getMessage())));
        }
    }
}
