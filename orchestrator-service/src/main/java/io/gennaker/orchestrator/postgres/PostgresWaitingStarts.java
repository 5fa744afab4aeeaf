package io.gennaker.orchestrator.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionCommand;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.StoredJson;
import io.gennaker.orchestrator.intake.FileTexts;
import io.gennaker.orchestrator.intake.WaitingStart;
import io.gennaker.orchestrator.intake.WaitingStarts;
import io.gennaker.outbox.CrashPoints;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/// [WaitingStarts], and the texts of their files among all other contents.
@ApplicationScoped
public class PostgresWaitingStarts implements WaitingStarts, FileTexts {
    private static final TypeReference<Map<String, WaitingStart.Request>> FILES = new TypeReference<>() {};

    private final Sql sql;
    private final TransactionSynchronizationRegistry transactions;

    PostgresWaitingStarts(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.sql = new Sql(dataSource);
        this.transactions = transactions;
    }

    /// Pipelines for which no start waits, as the running transaction knows.
    private static final class Free {
        private final Set<String> pipelines = new HashSet<>();
    }

    private Set<String> free() {
        if (transactions.getResource(Free.class) instanceof Free known) {
            return known.pipelines;
        }
        var nothing = new Free();
        transactions.putResource(Free.class, nothing);
        return nothing.pipelines;
    }

    @Override
    public void expectAny(Collection<String> pipelines) {
        var free = free();
        free.addAll(pipelines);
        sql.query(
                        "select distinct pipeline from waiting_start where pipeline = any (?)",
                        columns -> columns.getString("pipeline"),
                        Sql.texts(List.copyOf(pipelines), pipeline -> pipeline))
                .forEach(free::remove);
    }

    @Override
    public boolean any(String pipeline) {
        return !free().contains(pipeline)
                && !sql.query("select 1 from waiting_start where pipeline = ? limit 1", _ -> true, pipeline)
                        .isEmpty();
    }

    @Override
    public List<WaitingStart> of(String pipeline) {
        return sql.query(
                "select command, files from waiting_start where pipeline = ? order by place",
                PostgresWaitingStarts::start,
                pipeline);
    }

    @Override
    public Optional<WaitingStart> find(ExecutionId id) {
        return sql
                .query(
                        "select command, files from waiting_start where execution_id = ?",
                        PostgresWaitingStarts::start,
                        id.value())
                .stream()
                .findFirst();
    }

    private static WaitingStart start(ResultSet columns) throws SQLException {
        return new WaitingStart(
                StoredJson.read(columns.getString("command"), ExecutionCommand.Start.class),
                StoredJson.read(columns.getString("files"), FILES));
    }

    @Override
    public void add(WaitingStart start, Instant at) {
        free().remove(start.command().pipeline());
        sql.update(
                """
                insert into waiting_start (execution_id, pipeline, command, files, arrived_at)
                values (?, ?, ?::json, ?::json, ?)
                """,
                start.command().executionId().value(),
                start.command().pipeline(),
                StoredJson.write(start.command()),
                StoredJson.write(start.files()),
                at.atOffset(ZoneOffset.UTC));
        CrashPoints.reached("start-waits");
    }

    @Override
    public void save(WaitingStart start) {
        sql.update(
                "update waiting_start set files = ?::json where execution_id = ?",
                StoredJson.write(start.files()),
                start.command().executionId().value());
        CrashPoints.reached("files-saved");
    }

    @Override
    public void remove(ExecutionId id) {
        sql.update("delete from waiting_start where execution_id = ?", id.value());
    }

    @Override
    public void keep(Digest digest, String text) {
        sql.update(
                "insert into content (digest, text) values (?, ?) on conflict (digest) do nothing",
                digest.value(),
                text);
        CrashPoints.reached("file-kept");
    }

    @Override
    public String text(Digest digest) {
        return sql
                .query(
                        "select text from content where digest = ?",
                        columns -> columns.getString("text"),
                        digest.value())
                .stream()
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("there is no text " + digest));
    }
}
