package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.orchestrator.intake.Channel;
import io.gennaker.orchestrator.intake.DefinitionStore;
import io.gennaker.orchestrator.intake.DefinitionVersion;
import io.gennaker.orchestrator.intake.Recent;
import io.gennaker.outbox.CrashPoints;
import io.gennaker.pipeline.template.Folders;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// [DefinitionStore] by entities: read at each start, written seldom. Versions never change and stay in memory; which
/// of them are in force is read once in each transaction.
@ApplicationScoped
public class PostgresDefinitions implements DefinitionStore {
    /// In characters of documents and files.
    private static final long LARGEST_CACHE = 8L * 1024 * 1024;

    private final Sql sql;
    private final TransactionSynchronizationRegistry transactions;
    private final Recent<Version, DefinitionVersion> recent = new Recent<>(LARGEST_CACHE);
    private final Definitions definitions = new Definitions();
    private final Versions versions = new Versions();
    private final Contents contents = new Contents();
    private final Channels channels = new Channels();

    PostgresDefinitions(DataSource dataSource, TransactionSynchronizationRegistry transactions) {
        this.sql = new Sql(dataSource);
        this.transactions = transactions;
    }

    /// What a row that says what is in force stands for, for ever.
    private record Version(
            DefinitionEntity.Key key,
            String digest,
            @Nullable String source,
            @Nullable String template,
            @Nullable String templateDigest,
            @Nullable TemplateChannel templateChannel,
            @Nullable String expanded) {
        static Version of(DefinitionEntity entity) {
            return new Version(
                    entity.key,
                    entity.digest,
                    entity.source,
                    entity.template,
                    entity.templateDigest,
                    entity.templateChannel,
                    entity.expanded);
        }

        static Version of(DefinitionKind kind, ResultSet columns) throws SQLException {
            String channel = columns.getString("template_channel");
            return new Version(
                    new DefinitionEntity.Key(kind, columns.getString("name")),
                    columns.getString("digest"),
                    columns.getString("source"),
                    columns.getString("template"),
                    columns.getString("template_digest"),
                    channel == null ? null : TemplateChannel.valueOf(channel),
                    columns.getString("expanded"));
        }
    }

    /// What is in force, as the running transaction has read it: all of a kind, and those that it expected.
    private static final class InForce {
        private final Map<DefinitionEntity.Key, Version> expected = new HashMap<>();
        private final Map<DefinitionKind, List<DefinitionVersion>> byKind = new EnumMap<>(DefinitionKind.class);
    }

    private InForce inForce() {
        if (transactions.getResource(InForce.class) instanceof InForce known) {
            return known;
        }
        var nothing = new InForce();
        transactions.putResource(InForce.class, nothing);
        return nothing;
    }

    @Override
    public void put(DefinitionVersion version) {
        forget(version.kind(), version.name());
        var key = new VersionEntity.Key(
                version.kind(), version.name(), version.digest().value());
        if (versions.findById(key) == null) {
            versions.persist(entity(key, version));
        }
        putInForce(version);
        // What follows in this transaction may read by plain SQL.
        definitions.flush();
        // Each flush looks at every entity that is known: of thousands that a moved channel changes, only the last.
        definitions.getEntityManager().clear();
        CrashPoints.reached("definition-stored");
    }

    private void forget(DefinitionKind kind, String name) {
        inForce().byKind.remove(kind);
        inForce().expected.remove(new DefinitionEntity.Key(kind, name));
    }

    private VersionEntity entity(VersionEntity.Key key, DefinitionVersion version) {
        var entity = new VersionEntity();
        entity.key = key;
        entity.fileName = version.fileName();
        entity.document = version.document();
        entity.files = store(version.files());
        entity.appliedBy = version.appliedBy();
        entity.appliedAt = version.appliedAt();
        return entity;
    }

    private Map<String, String> store(Map<String, String> files) {
        var digests = new TreeMap<String, String>();
        files.forEach((path, text) -> digests.put(path, store(text)));
        return digests;
    }

    private void putInForce(DefinitionVersion version) {
        var key = new DefinitionEntity.Key(version.kind(), version.name());
        var entity = definitions.findById(key);
        if (entity == null) {
            entity = new DefinitionEntity();
            entity.key = key;
        }
        entity.digest = version.digest().value();
        entity.appliedAt = version.appliedAt();
        entity.source = version.source();
        DefinitionVersion.Expansion made = version.expansion();
        entity.template = made == null ? null : made.template();
        entity.templateDigest = made == null ? null : made.digest().value();
        entity.templateChannel = made == null ? null : made.channel();
        entity.expanded = made == null ? null : store(made.document());
        definitions.persist(entity);
    }

    private String store(String text) {
        String digest = Digest.of(text).value();
        // another transaction may be storing the same text
        contents.getEntityManager()
                .createNativeQuery("insert into content (digest, text) values (?1, ?2) on conflict (digest) do nothing")
                .setParameter(1, digest)
                .setParameter(2, text)
                .executeUpdate();
        return digest;
    }

    @Override
    public boolean remove(DefinitionKind kind, String name) {
        forget(kind, name);
        return definitions.deleteById(new DefinitionEntity.Key(kind, name));
    }

    @Override
    public void expect(DefinitionKind kind, Collection<String> names) {
        select(kind, "and name = any (?)", Sql.texts(List.copyOf(names), name -> name))
                .forEach(version -> inForce().expected.put(version.key(), version));
    }

    /// In plain SQL: for a crowd that starts, entities cost more than all else that is read.
    private List<Version> select(DefinitionKind kind, String further, Object... parameters) {
        definitions.flush();
        return sql.query(
                """
                select name, digest, source, template, template_digest, template_channel, expanded
                from definition where kind = ?
                """ + further,
                columns -> Version.of(kind, columns),
                Stream.concat(Stream.of(kind.name()), Stream.of(parameters)).toArray());
    }

    @Override
    public Optional<DefinitionVersion> find(DefinitionKind kind, String name) {
        var key = new DefinitionEntity.Key(kind, name);
        var expected = inForce().expected.get(key);
        return expected == null
                ? definitions.findByIdOptional(key).map(Version::of).map(this::version)
                : Optional.of(version(expected));
    }

    @Override
    public List<DefinitionVersion> all(DefinitionKind kind) {
        return inForce()
                .byKind
                .computeIfAbsent(
                        kind,
                        _ -> select(kind, "order by name").stream()
                                .map(this::version)
                                .toList());
    }

    @Override
    public List<DefinitionVersion> madeBy(String template) {
        return definitions
                .find("template = ?1 order by key.name", template)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .stream()
                .map(Version::of)
                .map(this::version)
                .toList();
    }

    @Override
    public Optional<DefinitionVersion> version(DefinitionKind kind, String name, Digest digest) {
        return versions.findByIdOptional(new VersionEntity.Key(kind, name, digest.value()))
                .map(this::version);
    }

    @Override
    public Optional<Channel> lockChannel(String template, TemplateChannel channel) {
        return Optional.ofNullable(
                        channels.findById(new ChannelEntity.Key(template, channel), LockModeType.PESSIMISTIC_WRITE))
                .map(entity -> new Channel(
                        template,
                        channel,
                        new Digest(entity.digest),
                        entity.incoming == null ? null : new Digest(entity.incoming)));
    }

    @Override
    public void put(Channel channel) {
        var key = new ChannelEntity.Key(channel.template(), channel.name());
        var entity = channels.findById(key);
        if (entity == null) {
            entity = new ChannelEntity();
            entity.key = key;
        }
        entity.digest = channel.digest().value();
        entity.incoming = channel.incoming() == null ? null : channel.incoming().value();
        channels.persist(entity);
    }

    @Override
    public void removeChannels(String template) {
        channels.delete("key.template = ?1", template);
    }

    private DefinitionVersion version(Version inForce) {
        return recent.get(inForce).orElseGet(() -> {
            DefinitionVersion read = read(inForce);
            recent.put(inForce, read, characters(read));
            return read;
        });
    }

    private static long characters(DefinitionVersion version) {
        var made = version.expansion();
        return version.document().length()
                + characters(version.files())
                + (made == null ? 0 : made.document().length() + characters(made.files()));
    }

    private static long characters(Map<String, String> files) {
        return files.values().stream().mapToLong(String::length).sum();
    }

    private DefinitionVersion read(Version inForce) {
        var key = new VersionEntity.Key(inForce.key().kind(), inForce.key().name(), inForce.digest());
        VersionEntity entity = versions.findById(key);
        if (entity == null) {
            throw new NoSuchElementException("version " + key + " is in force but not stored");
        }
        DefinitionVersion version = version(entity, inForce.source());
        String template = inForce.template();
        String digest = inForce.templateDigest();
        String expanded = inForce.expanded();
        return template == null || digest == null || expanded == null
                ? version
                : version.with(new DefinitionVersion.Expansion(
                        template,
                        new Digest(digest),
                        inForce.templateChannel(),
                        contents.findById(expanded).text,
                        Folders.joined(filesOf(template, digest), version.files())));
    }

    private Map<String, String> filesOf(String template, String digest) {
        VersionEntity version =
                versions.findById(new VersionEntity.Key(DefinitionKind.PIPELINE_TEMPLATE, template, digest));
        return version == null ? Map.of() : texts(version.files);
    }

    private DefinitionVersion version(VersionEntity entity) {
        return version(entity, null);
    }

    private DefinitionVersion version(VersionEntity entity, @Nullable String source) {
        return new DefinitionVersion(
                entity.key.kind(),
                entity.key.name(),
                new Digest(entity.key.digest()),
                entity.fileName,
                entity.document,
                texts(entity.files),
                entity.appliedBy,
                entity.appliedAt,
                source,
                null);
    }

    private Map<String, String> texts(Map<String, String> digests) {
        var texts = new HashMap<String, String>();
        digests.forEach((path, digest) -> texts.put(path, contents.findById(digest).text));
        return texts;
    }

    private static final class Definitions implements PanacheRepositoryBase<DefinitionEntity, DefinitionEntity.Key> {}

    private static final class Versions implements PanacheRepositoryBase<VersionEntity, VersionEntity.Key> {}

    private static final class Channels implements PanacheRepositoryBase<ChannelEntity, ChannelEntity.Key> {}

    private static final class Contents implements PanacheRepositoryBase<ContentEntity, String> {}
}
