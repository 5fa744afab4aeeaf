package io.gennaker.judgement.notice;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.pipeline.definition.NotificationRule;
import java.util.List;

/// The rules in force. All methods act in the running transaction.
public interface RuleStore {
    void put(NotificationRule rule, DefinitionEvent.Applied applied);

    void remove(String name);

    /// In the order of their names.
    List<NotificationRule> all();
}
