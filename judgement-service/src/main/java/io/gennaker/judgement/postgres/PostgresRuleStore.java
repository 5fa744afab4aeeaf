package io.gennaker.judgement.postgres;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.judgement.notice.RuleReader;
import io.gennaker.judgement.notice.RuleStore;
import io.gennaker.pipeline.definition.NotificationRule;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// Rules by SQL; each version of one is read once.
@ApplicationScoped
public class PostgresRuleStore implements RuleStore {
    private static final Logger LOG = Logger.getLogger(PostgresRuleStore.class);

    private final DataSource source;
    private final Map<String, Optional<NotificationRule>> read = new ConcurrentHashMap<>();

    public PostgresRuleStore(DataSource source) {
        this.source = source;
    }

    @Override
    public void put(NotificationRule rule, DefinitionEvent.Applied applied) {
        Sql.run(source, """
                insert into notification_rule (name, file_name, document, digest) values (?, ?, ?, ?)
                on conflict (name) do update
                set file_name = excluded.file_name, document = excluded.document, digest = excluded.digest
                """, statement -> {
            statement.setString(1, rule.name());
            statement.setString(2, applied.fileName());
            statement.setString(3, applied.document());
            statement.setString(4, applied.digest().value());
            return statement.executeUpdate();
        });
    }

    @Override
    public void remove(String name) {
        Sql.run(source, "delete from notification_rule where name = ?", statement -> {
            statement.setString(1, name);
            return statement.executeUpdate();
        });
    }

    @Override
    public List<NotificationRule> all() {
        return Sql.run(source, "select * from notification_rule order by name", statement -> {
            var rules = new ArrayList<NotificationRule>();
            var versions = new ArrayList<String>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                String version = rows.getString("name") + "@" + rows.getString("digest");
                String fileName = rows.getString("file_name");
                String document = rows.getString("document");
                versions.add(version);
                read.computeIfAbsent(version, _ -> parsed(fileName, document)).ifPresent(rules::add);
            }
            read.keySet().retainAll(versions);
            return rules;
        });
    }

    /// Of a file with several documents each is stored by itself.
    private static Optional<NotificationRule> parsed(String fileName, String document) {
        try {
            return RuleReader.read(fileName, document);
        } catch (IllegalArgumentException unreadable) {
            LOG.errorf("rule tells nobody file=%s reason=\"%s\"", fileName, unreadable.getMessage());
            return Optional.empty();
        }
    }
}
