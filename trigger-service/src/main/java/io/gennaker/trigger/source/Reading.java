package io.gennaker.trigger.source;

import io.gennaker.contracts.TriggerEvent;
import java.util.List;

/// What a call says.
///
/// @param facts in their order
/// @param ignored what it says besides that is no fact for anybody, in words
public record Reading(List<TriggerEvent> facts, List<String> ignored) {
    public Reading {
        facts = List.copyOf(facts);
        ignored = List.copyOf(ignored);
    }

    static Reading of(TriggerEvent fact) {
        return new Reading(List.of(fact), List.of());
    }

    static Reading nothing(String why) {
        return new Reading(List.of(), List.of(why));
    }
}
