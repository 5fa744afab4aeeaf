package io.gennaker.console.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.TemplateExpansion;
import io.gennaker.pipeline.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [TemplateStore] in plain SQL.
@ApplicationScoped
public class PostgresTemplates implements TemplateStore {
    private static final String USE = """
            select template, name, application, template_channel, template_digest, expanded,
                file_name, document, files
            from definition_view
            where template is not null and kind = 'PIPELINE'
            """;

    private final DataSource source;

    PostgresTemplates(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(DefinitionEvent event) {
        switch (event) {
            case DefinitionEvent.Applied applied -> {
                addTo(applied);
                if (applied.kind() == DefinitionKind.PIPELINE_TEMPLATE) {
                    addVersion(applied);
                }
            }
            case DefinitionEvent.Removed removed -> {
                if (removed.kind() == DefinitionKind.PIPELINE_TEMPLATE) {
                    Sql.update(source, "delete from template_channel where name = ?", removed.name());
                }
            }
            case DefinitionEvent.ChannelMoved moved -> move(moved);
        }
    }

    /// To the row that the view of definitions keeps.
    private void addTo(DefinitionEvent.Applied applied) {
        TemplateExpansion made = applied.expansion();
        Sql.update(
                source,
                """
                update definition_view set source = ?, files = ?, template = ?, template_channel = ?,
                    template_digest = ?, expanded = ?
                where kind = ? and name = ?
                """,
                applied.source(),
                StoredJson.write(applied.files()),
                made == null ? null : made.template(),
                made == null || made.channel() == null ? null : made.channel().word(),
                made == null ? null : made.digest().value(),
                made == null ? null : made.document().text(),
                applied.kind().name(),
                applied.name());
    }

    private void addVersion(DefinitionEvent.Applied applied) {
        Sql.update(
                source,
                """
                insert into template_version (name, digest, file_name, document, files, by_user, at)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                applied.name(),
                applied.digest().value(),
                applied.fileName(),
                applied.document(),
                StoredJson.write(applied.files()),
                applied.by().user(),
                Timestamp.from(applied.at()));
    }

    private void move(DefinitionEvent.ChannelMoved moved) {
        String incoming = moved.incoming() == null ? null : moved.incoming().value();
        Sql.update(
                source,
                """
                insert into template_channel (name, channel, digest, incoming) values (?, ?, ?, ?)
                on conflict (name, channel) do update set digest = excluded.digest, incoming = excluded.incoming
                """,
                moved.name(),
                moved.channel().word(),
                moved.digest().value(),
                incoming);
        Sql.update(
                source,
                """
                insert into template_move (name, channel, digest, incoming, percent, pipelines, moved, by_user, at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                moved.name(),
                moved.channel().word(),
                moved.digest().value(),
                incoming,
                moved.percent(),
                StoredJson.write(moved.pipelines()),
                moved.moved(),
                moved.by().user(),
                Timestamp.from(moved.at()));
    }

    @Override
    public void keep(Collection<String> texts) {
        texts.forEach(text -> Sql.update(
                source,
                "insert into definition_file (digest, text) values (?, ?) on conflict do nothing",
                Digest.of(text).value(),
                text));
    }

    @Override
    public Optional<Written> written(DefinitionKind kind, String name) {
        return Sql.query(
                        source,
                        "select file_name, document, files from definition_view where kind = ? and name = ?",
                        rows -> written(rows, 1),
                        kind.name(),
                        name)
                .stream()
                .findFirst();
    }

    @Override
    public Optional<Written> version(String template, String digest) {
        return Sql.query(
                        source,
                        "select file_name, document, files from template_version where name = ? and digest = ?",
                        rows -> written(rows, 1),
                        template,
                        digest)
                .stream()
                .findFirst();
    }

    private Written written(ResultSet rows, int column) throws SQLException {
        Map<String, String> digests = StoredJson.read(rows.getString(column + 2), new TypeReference<>() {});
        return new Written(rows.getString(column), rows.getString(column + 1), texts(digests));
    }

    /// Of those that were handed in here: a definition that came another way has to be applied again.
    private Map<String, String> texts(Map<String, String> digests) {
        var texts = new TreeMap<String, String>();
        digests.forEach((path, digest) -> Sql.query(
                        source, "select text from definition_file where digest = ?", rows -> rows.getString(1), digest)
                .forEach(text -> texts.put(path, text)));
        return texts;
    }

    @Override
    public List<Version> versions(String template) {
        return Sql.query(
                source,
                "select digest, file_name, by_user, at from template_version where name = ? order by number",
                rows -> new Version(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getTimestamp(4).toInstant()),
                template);
    }

    @Override
    public List<ChannelState> channels(String template) {
        return Sql.query(
                source,
                "select channel, digest, incoming from template_channel where name = ? order by channel",
                rows -> new ChannelState(rows.getString(1), rows.getString(2), rows.getString(3)),
                template);
    }

    @Override
    public List<Move> moves(String template, int limit) {
        return Sql.query(
                source,
                """
                select channel, digest, incoming, percent, pipelines, moved, by_user, at
                from template_move where name = ? order by number desc limit ?
                """,
                rows -> new Move(
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getInt(4),
                        StoredJson.read(rows.getString(5), new TypeReference<>() {}),
                        rows.getInt(6),
                        rows.getString(7),
                        rows.getTimestamp(8).toInstant()),
                template,
                limit);
    }

    @Override
    public List<Use> uses(@Nullable String template) {
        return Sql.query(
                source,
                USE + " and (?::text is null or template = ?) order by template, name",
                this::use,
                template,
                template);
    }

    @Override
    public Optional<Use> use(String pipeline) {
        return Sql.query(source, USE + " and name = ?", this::use, pipeline).stream()
                .findFirst();
    }

    private Use use(ResultSet rows) throws SQLException {
        return new Use(
                rows.getString(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                written(rows, 7));
    }
}
