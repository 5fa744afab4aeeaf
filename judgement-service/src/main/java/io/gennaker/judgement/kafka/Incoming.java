package io.gennaker.judgement.kafka;

import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.JudgementCommand;
import io.gennaker.judgement.decision.Act;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Delegation;
import io.gennaker.judgement.decision.Remark;
import io.gennaker.judgement.decision.Revocation;

/// What the commands ask for, in the words of the core.
final class Incoming {
    private Incoming() {}

    static Act act(JudgementCommand.Decide decide) {
        return new Answer(
                decide.requestId(),
                decide.decision(),
                decide.form() == null ? FilledForm.EMPTY : decide.form(),
                decide.by(),
                decide.channel(),
                decide.comment(),
                decide.at());
    }

    static Act act(JudgementCommand.Revoke revoke) {
        return new Revocation(revoke.requestId(), revoke.by(), revoke.channel(), revoke.comment(), revoke.at());
    }

    static Act act(JudgementCommand.Delegate delegate) {
        return new Delegation(
                delegate.requestId(),
                delegate.to(),
                delegate.by(),
                delegate.channel(),
                delegate.comment(),
                delegate.at());
    }

    static Act act(JudgementCommand.Comment comment) {
        return new Remark(comment.requestId(), comment.text(), comment.by(), comment.channel(), comment.at());
    }
}
