package io.gennaker.console.postgres;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gennaker.console.definition.DefinitionHistory;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.TemplateExpansion;
import io.gennaker.pipeline.Written;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [DefinitionHistory] in plain SQL.
@ApplicationScoped
public class PostgresDefinitionHistory implements DefinitionHistory {
    private static final String VERSION = "number, digest, template, template_digest, application, by_user, at";

    private final DataSource source;

    PostgresDefinitionHistory(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(DefinitionEvent event, @Nullable String application) {
        boolean added =
                switch (event) {
                    case DefinitionEvent.Applied applied -> add(applied, application);
                    case DefinitionEvent.Removed removed -> add(removed);
                    case DefinitionEvent.ChannelMoved _ -> false;
                };
        if (added) {
            forgetOldest(event.kind(), event.name());
        }
    }

    private boolean add(DefinitionEvent.Applied applied, @Nullable String application) {
        TemplateExpansion made = applied.expansion();
        return Sql.update(
                        source,
                        """
                        insert into definition_version (kind, name, digest, template, template_digest, file_name,
                            document, files, expanded, application, by_user, at)
                        select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
                        where not exists (
                            select from (select digest, template_digest from definition_version
                                where kind = ? and name = ? order by number desc limit 1) newest
                            where digest = ? and template_digest is not distinct from ?::text)
                        """,
                        applied.kind().name(),
                        applied.name(),
                        applied.digest().value(),
                        made == null ? null : made.template(),
                        made == null ? null : made.digest().value(),
                        applied.fileName(),
                        applied.document(),
                        StoredJson.write(applied.files()),
                        made == null ? null : made.document().text(),
                        application,
                        applied.by().user(),
                        Timestamp.from(applied.at()),
                        applied.kind().name(),
                        applied.name(),
                        applied.digest().value(),
                        made == null ? null : made.digest().value())
                > 0;
    }

    /// To those who saw the version before.
    private boolean add(DefinitionEvent.Removed removed) {
        return Sql.update(
                        source,
                        """
                        insert into definition_version (kind, name, application, by_user, at)
                        select kind, name, application, ?, ? from (
                            select kind, name, application, digest from definition_version
                            where kind = ? and name = ? order by number desc limit 1) newest
                        where digest is not null
                        """,
                        removed.by().user(),
                        Timestamp.from(removed.at()),
                        removed.kind().name(),
                        removed.name())
                > 0;
    }

    private void forgetOldest(DefinitionKind kind, String name) {
        Sql.update(source, """
                delete from definition_version where kind = ? and name = ? and number <= (
                    select number from definition_version where kind = ? and name = ?
                    order by number desc offset ? limit 1)
                """, kind.name(), name, kind.name(), name, MOST_VERSIONS);
    }

    @Override
    public List<StoredVersion> versions(DefinitionKind kind, String name) {
        return Sql.query(
                source,
                "select " + VERSION + " from definition_version where kind = ? and name = ? order by number desc",
                PostgresDefinitionHistory::version,
                kind.name(),
                name);
    }

    @Override
    public Optional<StoredDefinition> version(DefinitionKind kind, String name, long number) {
        return Sql.query(
                        source,
                        "select " + VERSION + ", expanded, file_name, document, files from definition_version"
                                + " where kind = ? and name = ? and number = ?",
                        rows -> new StoredDefinition(version(rows), written(rows), rows.getString(8)),
                        kind.name(),
                        name,
                        number)
                .stream()
                .findFirst();
    }

    private static StoredVersion version(ResultSet rows) throws SQLException {
        return new StoredVersion(
                rows.getLong(1),
                rows.getString(2),
                rows.getString(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getTimestamp(7).toInstant());
    }

    private @Nullable Written written(ResultSet rows) throws SQLException {
        String document = rows.getString(10);
        return document == null ? null : new Written(rows.getString(9), document, texts(rows.getString(11)));
    }

    /// Of those files that were handed in here.
    private Map<String, String> texts(String files) {
        var texts = new TreeMap<String, String>();
        StoredJson.read(files, new TypeReference<Map<String, String>>() {})
                .forEach((path, digest) -> Sql.query(
                                source,
                                "select text from definition_file where digest = ?",
                                rows -> rows.getString(1),
                                digest)
                        .forEach(text -> texts.put(path, text)));
        return texts;
    }
}
