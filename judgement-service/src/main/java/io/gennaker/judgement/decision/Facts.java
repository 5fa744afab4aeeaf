package io.gennaker.judgement.decision;

import io.gennaker.contracts.JudgementEvent;

/// The events that tell what was done, and what came of it.
final class Facts {
    private Facts() {}

    /// @param requestId under which it was done last; the first one's is in the record
    static JudgementEvent of(Question question, Act act, String requestId) {
        return switch (act) {
            case Answer answer ->
                new JudgementEvent.DecisionRecorded(
                        question.executionId(),
                        question.id(),
                        requestId,
                        answer.decision(),
                        answer.by(),
                        answer.channel(),
                        answer.comment(),
                        answer.at(),
                        answer.form().orNull(),
                        answer.onBehalfOf());
            case Revocation revocation ->
                new JudgementEvent.Revoked(
                        question.executionId(),
                        question.id(),
                        requestId,
                        String.valueOf(revocation.revoked()),
                        revocation.by(),
                        revocation.channel(),
                        revocation.comment(),
                        revocation.at());
            case Delegation delegation ->
                new JudgementEvent.Delegated(
                        question.executionId(),
                        question.id(),
                        requestId,
                        delegation.to(),
                        delegation.by(),
                        delegation.channel(),
                        delegation.comment(),
                        delegation.at());
            case Remark remark ->
                new JudgementEvent.Commented(
                        question.executionId(),
                        question.id(),
                        requestId,
                        remark.comment(),
                        remark.by(),
                        remark.channel(),
                        remark.at());
        };
    }

    static JudgementEvent.Concluded of(Judgement.Concluded concluded) {
        return new JudgementEvent.Concluded(
                concluded.question().executionId(),
                concluded.question().id(),
                concluded.outcome(),
                concluded.decision(),
                concluded.decidedBy(),
                concluded.comment(),
                concluded.at(),
                concluded.outputs());
    }

    static JudgementEvent.DecisionRefused of(Question question, Act act, Ruling.Refused refused) {
        return new JudgementEvent.DecisionRefused(
                question.executionId(),
                question.id(),
                act.requestId(),
                refused.refusal(),
                refused.reason(),
                act.by(),
                act.at());
    }
}
