package io.gennaker.trigger.postgres;

import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.pipeline.definition.FreezeDefinition;
import io.gennaker.trigger.matching.DefinitionStore;
import io.gennaker.trigger.matching.Event;
import io.gennaker.trigger.matching.Explanation;
import io.gennaker.trigger.matching.PipelineTrigger;
import io.gennaker.trigger.matching.Quiet;
import io.gennaker.trigger.matching.TakenEvent;
import io.gennaker.trigger.matching.TriggerIndex;
import io.gennaker.trigger.matching.TriggerReader;
import io.gennaker.trigger.matching.TriggerStore;
import io.gennaker.trigger.matching.UnreadableDefinition;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.ResultSet;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/// The service's own tables, in plain SQL.
///
/// Every replica holds the index of all triggers. Whether it is still the right one is asked with each event, by one
/// number: definitions reach only one replica of the group, events may reach any. A definition is parsed once: when the
/// revision changes, only those with a new digest are read again.
@ApplicationScoped
public class PostgresTriggers implements TriggerStore, DefinitionStore {
    private static final Logger LOG = Logger.getLogger(PostgresTriggers.class);

    /// One version of one pipeline's definition.
    private record Version(String pipeline, String digest) {}

    /// An index and the revision of the definitions that it was read from.
    ///
    /// @param triggers of each definition; empty of one that cannot be read
    private record Indexed(long revision, Map<Version, Optional<List<PipelineTrigger>>> triggers, TriggerIndex index) {
        static final Indexed NOTHING = new Indexed(-1, Map.of(), new TriggerIndex(List.of(), List.of(), List.of()));
    }

    /// Definitions that are read at once.
    private static final int AT_ONCE = 500;

    private final DataSource source;
    private final EventHistory events;
    private final AtomicReference<Indexed> current = new AtomicReference<>(Indexed.NOTHING);

    public PostgresTriggers(DataSource source) {
        this.source = source;
        this.events = new EventHistory(source);
    }

    /// Many definitions take long to read; the first event does not wait for that.
    void start(@Observes @Priority(1) StartupEvent event) {
        index();
    }

    @Override
    public TriggerIndex index() {
        // The revision is read first: definitions that change in between are then read again with the next event.
        long revision = Sql.run(source, "select revision from pipeline_revision", statement -> {
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getLong(1);
        });
        Indexed known = Objects.requireNonNull(current.get());
        return known.revision() == revision ? known.index() : readAgain(revision);
    }

    /// Others that ask meanwhile wait: reading twice would take longer.
    private synchronized TriggerIndex readAgain(long revision) {
        Indexed known = Objects.requireNonNull(current.get());
        if (known.revision() == revision) {
            return known.index();
        }
        Indexed read = read(revision, known.triggers());
        current.set(read);
        return read.index();
    }

    private Indexed read(long revision, Map<Version, Optional<List<PipelineTrigger>>> known) {
        var triggers = new TreeMap<Version, Optional<List<PipelineTrigger>>>(
                Comparator.comparing(Version::pipeline).thenComparing(Version::digest));
        var unread = new ArrayList<String>();
        for (Version version : versions()) {
            Optional<List<PipelineTrigger>> parsed = known.get(version);
            if (parsed == null) {
                unread.add(version.pipeline());
            } else {
                triggers.put(version, parsed);
            }
        }
        for (int i = 0; i < unread.size(); i += AT_ONCE) {
            triggers.putAll(triggersOf(unread.subList(i, Math.min(i + AT_ONCE, unread.size()))));
        }
        return new Indexed(
                revision,
                triggers,
                new TriggerIndex(
                        all(triggers.values()),
                        freezes(),
                        triggers.entrySet().stream()
                                .filter(read -> read.getValue().isEmpty())
                                .map(read -> read.getKey().pipeline())
                                .toList()));
    }

    private static List<PipelineTrigger> all(Collection<Optional<List<PipelineTrigger>>> definitions) {
        return definitions.stream()
                .flatMap(Optional::stream)
                .flatMap(List::stream)
                .toList();
    }

    private List<FreezeDefinition> freezes() {
        return Sql.run(source, "select file_name, document from freeze_in_force order by name", statement -> {
            var found = new ArrayList<FreezeDefinition>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                try {
                    found.add(TriggerReader.freezeOf(rows.getString(1), rows.getString(2)));
                } catch (UnreadableDefinition unreadable) {
                    LOG.errorf("freeze is not told in explanations reason=\"%s\"", unreadable.getMessage());
                }
            }
            return found;
        });
    }

    private List<Version> versions() {
        return Sql.run(source, "select name, digest from pipeline order by name", statement -> {
            var found = new ArrayList<Version>();
            ResultSet rows = statement.executeQuery();
            while (rows.next()) {
                found.add(new Version(rows.getString(1), rows.getString(2)));
            }
            return found;
        });
    }

    private record Document(Version version, String fileName, String text) {}

    private Map<Version, Optional<List<PipelineTrigger>>> triggersOf(List<String> pipelines) {
        List<Document> documents = Sql.run(
                source,
                "select name, digest, file_name, document from pipeline where name = any(?) order by name",
                statement -> {
                    statement.setArray(1, statement.getConnection().createArrayOf("text", pipelines.toArray()));
                    var found = new ArrayList<Document>();
                    ResultSet rows = statement.executeQuery();
                    while (rows.next()) {
                        found.add(new Document(
                                new Version(rows.getString(1), rows.getString(2)),
                                rows.getString(3),
                                rows.getString(4)));
                    }
                    return found;
                });
        return documents.parallelStream()
                .collect(Collectors.toMap(
                        Document::version,
                        document -> triggersOf(document.version().pipeline(), document.fileName(), document.text())));
    }

    /// Only readable definitions are stored; one that an older version of this service cannot read any more must not
    /// keep the others from being matched.
    private static Optional<List<PipelineTrigger>> triggersOf(String pipeline, String fileName, String document) {
        try {
            return Optional.of(TriggerReader.triggersOf(fileName, document));
        } catch (UnreadableDefinition unreadable) {
            LOG.errorf("pipeline starts by no trigger pipeline=%s reason=\"%s\"", pipeline, unreadable.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public List<PipelineTrigger> triggers(String pipeline) {
        return all(triggersOf(List.of(pipeline)).values());
    }

    @Override
    public void store(DefinitionEvent event) {
        boolean changed =
                switch (event.kind()) {
                    case PIPELINE -> change(event);
                    case FREEZE -> changeFreeze(event);
                    case CLUSTER, PIPELINE_TEMPLATE, NOTIFICATION_RULE -> false;
                };
        if (changed) {
            newRevision();
        }
    }

    private boolean change(DefinitionEvent event) {
        switch (event) {
            case DefinitionEvent.Applied applied -> put(applied);
            case DefinitionEvent.Removed removed -> delete("delete from pipeline where name = ?", removed.name());
            case DefinitionEvent.ChannelMoved _ -> {
                return false;
            }
        }
        return true;
    }

    private boolean changeFreeze(DefinitionEvent event) {
        switch (event) {
            case DefinitionEvent.Applied applied ->
                Sql.run(source, """
                        insert into freeze_in_force (name, file_name, document) values (?, ?, ?)
                        on conflict (name) do update set file_name = excluded.file_name, document = excluded.document
                        """, statement -> {
                    statement.setString(1, applied.name());
                    statement.setString(2, applied.fileName());
                    statement.setString(3, applied.document());
                    return statement.executeUpdate();
                });
            case DefinitionEvent.Removed removed ->
                delete("delete from freeze_in_force where name = ?", removed.name());
            case DefinitionEvent.ChannelMoved _ -> {
                return false;
            }
        }
        return true;
    }

    private void delete(String sql, String name) {
        Sql.run(source, sql, statement -> {
            statement.setString(1, name);
            return statement.executeUpdate();
        });
    }

    private void newRevision() {
        Sql.run(
                source,
                "update pipeline_revision set revision = nextval('pipeline_revision_number')",
                statement -> statement.executeUpdate());
    }

    private void put(DefinitionEvent.Applied applied) {
        String document = applied.documentInForce();
        Sql.run(source, """
                insert into pipeline (name, file_name, document, digest) values (?, ?, ?, ?)
                on conflict (name) do update
                set file_name = excluded.file_name, document = excluded.document, digest = excluded.digest
                """, statement -> {
            statement.setString(1, applied.name());
            statement.setString(2, applied.fileName());
            statement.setString(3, document);
            statement.setString(4, Digest.of(document).value());
            return statement.executeUpdate();
        });
    }

    @Override
    public Optional<ExecutionId> startedWithin(
            Duration window, String pipeline, ImageReference image, ExecutionId execution, Instant at) {
        boolean first = Sql.run(source, """
                insert into started (pipeline, image, execution_id, at) values (?, ?, ?, ?)
                on conflict (pipeline, image) do update set execution_id = excluded.execution_id, at = excluded.at
                where started.at < ?
                """, statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, image.toString());
            statement.setString(3, execution.value());
            statement.setTimestamp(4, Timestamp.from(at));
            statement.setTimestamp(5, Timestamp.from(at.minus(window)));
            return statement.executeUpdate() == 1;
        });
        return first ? Optional.empty() : Optional.of(startedBy(pipeline, image));
    }

    private ExecutionId startedBy(String pipeline, ImageReference image) {
        return Sql.run(source, "select execution_id from started where pipeline = ? and image = ?", statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, image.toString());
            ResultSet rows = statement.executeQuery();
            if (!rows.next()) {
                throw new IllegalStateException("no start of " + pipeline + " with " + image);
            }
            return new ExecutionId(rows.getString(1));
        });
    }

    @Override
    public Optional<Instant> newerThan(Instant at, String pipeline, String trigger) {
        boolean newest = Sql.run(source, """
                insert into newest_image (pipeline, trigger, at) values (?, ?, ?)
                on conflict (pipeline, trigger) do update set at = excluded.at where newest_image.at <= excluded.at
                """, statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, trigger);
            statement.setTimestamp(3, Timestamp.from(at));
            return statement.executeUpdate() == 1;
        });
        return newest ? Optional.empty() : Optional.of(newestOf(pipeline, trigger));
    }

    private Instant newestOf(String pipeline, String trigger) {
        return Sql.run(source, "select at from newest_image where pipeline = ? and trigger = ?", statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, trigger);
            ResultSet rows = statement.executeQuery();
            rows.next();
            return rows.getTimestamp(1).toInstant();
        });
    }

    @Override
    public Optional<Quiet> lockQuiet(String pipeline, String trigger) {
        // A row that is not there yet cannot be locked.
        Sql.run(source, "select pg_advisory_xact_lock(hashtextextended(?, 0))", statement -> {
            statement.setString(1, "quiet/" + pipeline + "/" + trigger);
            return statement.executeQuery().next();
        });
        return Sql.run(source, "select quiet from quiet where pipeline = ? and trigger = ?", statement -> {
            statement.setString(1, pipeline);
            statement.setString(2, trigger);
            ResultSet rows = statement.executeQuery();
            return rows.next() ? Optional.of(Json.read(rows.getString(1), Quiet.class)) : Optional.<Quiet>empty();
        });
    }

    @Override
    public void put(Quiet quiet) {
        Sql.run(source, """
                insert into quiet (pipeline, trigger, quiet) values (?, ?, ?)
                on conflict (pipeline, trigger) do update set quiet = excluded.quiet
                """, statement -> {
            statement.setString(1, quiet.start().pipeline());
            statement.setString(2, quiet.trigger());
            statement.setString(3, StoredJson.write(quiet));
            return statement.executeUpdate();
        });
    }

    @Override
    public void remove(Quiet quiet) {
        Sql.run(source, "delete from quiet where pipeline = ? and trigger = ?", statement -> {
            statement.setString(1, quiet.start().pipeline());
            statement.setString(2, quiet.trigger());
            return statement.executeUpdate();
        });
    }

    @Override
    public OptionalLong begin(Event event, TriggerEvent fact) {
        return events.begin(event, fact);
    }

    @Override
    public void conclude(String event, Explanation explanation) {
        events.conclude(event, explanation);
    }

    @Override
    public Optional<TakenEvent> find(String event) {
        return events.find(event);
    }

    @Override
    public Optional<TakenEvent> lock(String event) {
        return events.lock(event);
    }

    @Override
    public Optional<TriggerEvent> fact(String event) {
        return events.fact(event);
    }
}
