package io.gennaker.console.view;

import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.access.Applications;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The read model. What is read while a transaction runs belongs to it.
public interface Views {
    /// Applies a change to an execution's view, which is made when it is not there, and tells the watchers after
    /// commit.
    void change(String executionId, UnaryOperator<ExecutionView> change);

    Optional<ExecutionView> execution(String executionId);

    /// Newest first.
    ///
    /// @param pipeline only of this one; null for all
    /// @param status only of this one; null for all
    /// @param before only older ones than this execution; null from the newest on
    List<ExecutionSummary> executions(
            @Nullable String pipeline,
            @Nullable String status,
            @Nullable String before,
            Applications visible,
            int limit);

    /// Judgements, the newest first.
    List<JudgementView> judgements(boolean openOnly, Applications visible, int limit);

    /// @param application that the pipeline or freeze belongs to; null for what belongs to none
    void store(DefinitionEvent event, @Nullable String application);

    List<DefinitionView> definitions();

    Optional<DefinitionView> definition(DefinitionKind kind, String name);

    /// Keeps what became of an answer, so that the request that gave it learns it, and tells the watchers after commit.
    void answered(AnswerKey key, AnswerResult result);

    Optional<AnswerResult> answer(AnswerKey key);

    /// Whose answer to what. Request ids are chosen by callers, so that two of them may choose the same.
    record AnswerKey(String judgement, String user, String requestId) {}

    /// A definition in force.
    ///
    /// @param kind as users write it
    /// @param application that a pipeline or a freeze belongs to; null for what belongs to none
    /// @param source marks definitions that are applied together
    /// @param template that made a pipeline, and `templateDigest`, its version; null for all others
    /// @param expanded what the template made; null in lists, too
    record DefinitionView(
            String kind,
            String name,
            @Nullable String application,
            String digest,
            String fileName,
            String document,
            String by,
            Instant at,
            @Nullable String source,
            @Nullable String template,
            @Nullable String templateDigest,
            @Nullable String expanded) {
        /// What pipelines share, such as clusters, and what holds them, freezes, can be seen by everyone.
        public boolean isVisible(Applications visible) {
            boolean shared = application == null && !kind.equals(DefinitionKind.PIPELINE.word());
            return shared || visible.contain(application);
        }
    }

    /// @param refusal null when the answer was recorded
    record AnswerResult(
            @Nullable DecisionRefusal refusal, @Nullable String reason) {}
}
