package io.gennaker.console.postgres;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.ExecutionSummary;
import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.JudgementView;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.DecisionRefusal;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One JSON document per execution, beside the columns that lists are ordered and filtered by.
@ApplicationScoped
public class PostgresViews implements Views {
    private static final String DEFINITION =
            "kind, name, application, digest, file_name, document, by_user, at, source, template, template_digest";

    /// Alone, as a document also holds what may be large, such as logs. These may have an escape in them that the
    /// database refuses to take apart.
    private static final String JUDGEMENTS = "replace(document, '\\u0000', '\\ufffd')::json -> 'judgements'";

    private final DataSource source;

    PostgresViews(DataSource source) {
        this.source = source;
    }

    @Override
    public void change(String executionId, UnaryOperator<ExecutionView> change) {
        Sql.run(source, "insert into execution_view (id, document) values (?, ?) on conflict do nothing", statement -> {
            statement.setString(1, executionId);
            statement.setString(2, StoredJson.write(ExecutionView.unknown(executionId)));
            return statement.executeUpdate();
        });
        ExecutionView before =
                Sql.run(source, "select document from execution_view where id = ? for update", statement -> {
                    statement.setString(1, executionId);
                    ResultSet rows = statement.executeQuery();
                    rows.next();
                    return Documents.read(rows.getString(1), ExecutionView.class);
                });
        ExecutionView after = change.apply(before);
        if (!after.equals(before)) {
            write(after);
            Changes.announce(source, executionId);
        }
    }

    private void write(ExecutionView view) {
        ExecutionSummary summary = view.summary();
        Sql.run(source, """
                update execution_view
                set document = ?, summary = ?, pipeline = ?, status = ?, judgements = ?, open_judgements = ?,
                    accepted_at = ?, application = ?, started_at = ?, finished_at = ?, images = ?
                where id = ?
                """, statement -> {
            statement.setString(1, StoredJson.write(view));
            statement.setString(2, StoredJson.write(summary));
            statement.setString(3, view.pipeline());
            statement.setString(4, view.status() == null ? null : view.status().name());
            statement.setInt(5, view.judgements().size());
            statement.setInt(6, summary.openJudgements());
            statement.setTimestamp(7, timestamp(view.acceptedAt()));
            statement.setString(8, view.application());
            statement.setTimestamp(9, timestamp(view.startedAt()));
            statement.setTimestamp(10, timestamp(view.finishedAt()));
            statement.setInt(11, view.artifacts().size());
            statement.setString(12, view.id());
            return statement.executeUpdate();
        });
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    @Override
    public Optional<ExecutionView> execution(String executionId) {
        return Sql.run(source, "select document from execution_view where id = ?", statement -> {
            statement.setString(1, executionId);
            return documents(statement.executeQuery(), ExecutionView.class).stream()
                    .findFirst();
        });
    }

    @Override
    public List<ExecutionSummary> executions(
            @Nullable String pipeline,
            @Nullable String status,
            @Nullable String before,
            Applications visible,
            int limit) {
        return Sql.run(source, """
                select summary from execution_view
                where accepted_at is not null
                  and (?::text is null or pipeline = ?)
                  and (?::text is null or status = ?)
                  and (?::text[] is null or application = any (?))
                  and (?::text is null or (accepted_at, id) <
                      (select last.accepted_at, last.id from execution_view as last where last.id = ?))
                order by accepted_at desc, id desc limit ?
                """, statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, pipeline);
            statement.setString(3, status);
            statement.setString(4, status);
            Array names = Visible.names(statement, visible);
            statement.setArray(5, names);
            statement.setArray(6, names);
            statement.setString(7, before);
            statement.setString(8, before);
            statement.setInt(9, limit);
            return documents(statement.executeQuery(), ExecutionSummary.class);
        });
    }

    @Override
    public List<JudgementView> judgements(boolean openOnly, Applications visible, int limit) {
        String condition = openOnly ? "open_judgements > 0" : "judgements > 0";
        return Sql.run(
                source,
                "select " + JUDGEMENTS + " from execution_view where accepted_at is not null and " + condition
                        + " and (?::text[] is null or application = any (?)) order by accepted_at desc, id desc limit ?",
                statement -> {
                    Array names = Visible.names(statement, visible);
                    statement.setArray(1, names);
                    statement.setArray(2, names);
                    statement.setInt(3, limit);
                    return documents(statement.executeQuery(), JudgementView[].class).stream()
                            .flatMap(Arrays::stream)
                            .filter(judgement -> judgement.open() || !openOnly)
                            .sorted(Comparator.comparing(
                                            JudgementView::openedAt, Comparator.nullsLast(Comparator.naturalOrder()))
                                    .reversed())
                            .limit(limit)
                            .toList();
                });
    }

    private static <T> List<T> documents(ResultSet rows, Class<T> type) throws SQLException {
        var read = new ArrayList<T>();
        while (rows.next()) {
            read.add(Documents.read(rows.getString(1), type));
        }
        return read;
    }

    @Override
    public void store(DefinitionEvent event, @Nullable String application) {
        switch (event) {
            case DefinitionEvent.Applied applied ->
                Sql.run(source, """
                        insert into definition_view (kind, name, digest, file_name, document, by_user, at, application)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (kind, name) do update
                        set digest = excluded.digest, file_name = excluded.file_name, document = excluded.document,
                            by_user = excluded.by_user, at = excluded.at, application = excluded.application
                        """, statement -> {
                    statement.setString(1, applied.kind().name());
                    statement.setString(2, applied.name());
                    statement.setString(3, applied.digest().value());
                    statement.setString(4, applied.fileName());
                    statement.setString(5, applied.document());
                    statement.setString(6, applied.by().user());
                    statement.setTimestamp(7, Timestamp.from(applied.at()));
                    statement.setString(8, application);
                    return statement.executeUpdate();
                });
            case DefinitionEvent.Removed removed ->
                Sql.run(source, "delete from definition_view where kind = ? and name = ?", statement -> {
                    statement.setString(1, removed.kind().name());
                    statement.setString(2, removed.name());
                    return statement.executeUpdate();
                });
            case DefinitionEvent.ChannelMoved _ -> {}
        }
        Changes.announce(source, ChangeFeed.DEFINITIONS);
    }

    @Override
    public List<DefinitionView> definitions() {
        return Sql.run(
                source,
                "select " + DEFINITION + ", null from definition_view order by kind, name",
                statement -> definitions(statement.executeQuery()));
    }

    @Override
    public Optional<DefinitionView> definition(DefinitionKind kind, String name) {
        return Sql.run(
                source,
                "select " + DEFINITION + ", expanded from definition_view where kind = ? and name = ?",
                statement -> {
                    statement.setString(1, kind.name());
                    statement.setString(2, name);
                    return definitions(statement.executeQuery()).stream().findFirst();
                });
    }

    private static List<DefinitionView> definitions(ResultSet rows) throws SQLException {
        var found = new ArrayList<DefinitionView>();
        while (rows.next()) {
            found.add(new DefinitionView(
                    DefinitionKind.valueOf(rows.getString(1)).word(),
                    rows.getString(2),
                    rows.getString(3),
                    rows.getString(4),
                    rows.getString(5),
                    rows.getString(6),
                    rows.getString(7),
                    rows.getTimestamp(8).toInstant(),
                    rows.getString(9),
                    rows.getString(10),
                    rows.getString(11),
                    rows.getString(12)));
        }
        return found;
    }

    @Override
    public void answered(AnswerKey key, AnswerResult result) {
        Sql.run(source, """
                insert into answer_result (judgement, user_name, request_id, refusal, reason) values (?, ?, ?, ?, ?)
                on conflict (judgement, user_name, request_id)
                do update set refusal = excluded.refusal, reason = excluded.reason, at = now()
                """, statement -> {
            identify(statement, key);
            statement.setString(
                    4, result.refusal() == null ? null : result.refusal().name());
            statement.setString(5, result.reason());
            return statement.executeUpdate();
        });
        Changes.announce(source, ChangeFeed.ANSWER + key.requestId());
    }

    @Override
    public Optional<AnswerResult> answer(AnswerKey key) {
        return Sql.run(
                source,
                "select refusal, reason from answer_result where judgement = ? and user_name = ? and request_id = ?",
                statement -> {
                    identify(statement, key);
                    ResultSet rows = statement.executeQuery();
                    return rows.next()
                            ? Optional.of(new AnswerResult(refusal(rows.getString(1)), rows.getString(2)))
                            : Optional.<AnswerResult>empty();
                });
    }

    private static void identify(PreparedStatement statement, AnswerKey key) throws SQLException {
        statement.setString(1, key.judgement());
        statement.setString(2, key.user());
        statement.setString(3, key.requestId());
    }

    private static @Nullable DecisionRefusal refusal(@Nullable String constant) {
        return constant == null ? null : DecisionRefusal.valueOf(constant);
    }
}
