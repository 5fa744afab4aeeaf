package io.gennaker.judgement.postgres;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Channel;
import io.gennaker.contracts.Decision;
import io.gennaker.contracts.FilledForm;
import io.gennaker.contracts.StoredJson;
import io.gennaker.judgement.decision.Act;
import io.gennaker.judgement.decision.Answer;
import io.gennaker.judgement.decision.Delegation;
import io.gennaker.judgement.decision.Remark;
import io.gennaker.judgement.decision.Revocation;
import io.gennaker.judgement.postgres.ActRow.Kind;
import java.util.List;

/// Acts as rows, and back.
final class Acts {
    private Acts() {}

    static ActRow row(String judgementId, int position, Act act) {
        var row = new ActRow();
        row.judgementId = judgementId;
        row.requestId = act.requestId();
        row.position = position;
        row.userName = act.by().user();
        row.roles = StoredJson.write(act.by().roles());
        row.channel = act.channel().name();
        row.comment = act.comment();
        row.answeredAt = act.at();
        switch (act) {
            case Answer answer -> {
                row.kind = Kind.ANSWER;
                row.decision = answer.decision().name();
                row.form = StoredJson.write(answer.form());
                row.onBehalfOf = answer.onBehalfOf();
            }
            case Revocation revocation -> {
                row.kind = Kind.REVOCATION;
                row.revokedRequest = revocation.revoked();
            }
            case Delegation delegation -> {
                row.kind = Kind.DELEGATION;
                row.delegate = delegation.to();
            }
            case Remark _ -> row.kind = Kind.REMARK;
        }
        return row;
    }

    static Act act(ActRow row) {
        var by = new Actor(row.userName, List.of(StoredJson.read(row.roles, String[].class)));
        var channel = Channel.valueOf(row.channel);
        return switch (row.kind) {
            case ANSWER ->
                new Answer(
                        row.requestId,
                        Decision.valueOf(row.decision),
                        row.form == null ? FilledForm.EMPTY : StoredJson.read(row.form, FilledForm.class),
                        by,
                        channel,
                        row.comment,
                        row.answeredAt,
                        row.onBehalfOf);
            case REVOCATION ->
                new Revocation(row.requestId, by, channel, row.comment, row.answeredAt, row.revokedRequest);
            case DELEGATION -> new Delegation(row.requestId, row.delegate, by, channel, row.comment, row.answeredAt);
            case REMARK -> new Remark(row.requestId, row.comment, by, channel, row.answeredAt);
        };
    }
}
