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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// [DefinitionStore] by entities: read at each start, written seldom. Versions never change and stay in memory; which
/// of them are in force is read once in each transaction.
@ApplicationScoped
public class PostgresDefinitions implements DefinitionStore {
    /// In characters of documents and files.
    private static final long LARGEST_CACHE = 8L * 1024 * 1024;

    private final TransactionSynchronizationRegistry transactions;
    private final Recent<Version, DefinitionVersion> recent = new Recent<>(LARGEST_CACHE);
    private final Definitions definitions = new Definitions();
    private final Versions versions = new Versions();
    private final Contents contents = new Contents();
    private final Channels channels = new Channels();

    PostgresDefinitions(TransactionSynchronizationRegistry transactions) {
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
    }

    /// All definitions of a kind that are in force, as the running transaction has read them.
    private static final class InForce {
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
        inForce().byKind.remove(version.kind());
        var key = new VersionEntity.Key(
                version.kind(), version.name(), version.digest().value());
        if (versions.findById(key) == null) {
            versions.persist(entity(key, version));
        }
        putInForce(version);
        // What follows in this transaction may read by plain SQL.
        definitions.flush();
        CrashPoints.reached("definition-stored");
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
        inForce().byKind.remove(kind);
        return definitions.deleteById(new DefinitionEntity.Key(kind, name));
    }

    /// Those that are read are in the persistence context: whoever finds one asks nobody else.
    @Override
    public void expect(DefinitionKind kind, Collection<String> names) {
        definitions.list("key.kind = ?1 and key.name in ?2", kind, names);
    }

    @Override
    public Optional<DefinitionVersion> find(DefinitionKind kind, String name) {
        return definitions
                .findByIdOptional(new DefinitionEntity.Key(kind, name))
                .map(this::version);
    }

    @Override
    public List<DefinitionVersion> all(DefinitionKind kind) {
        return inForce()
                .byKind
                .computeIfAbsent(
                        kind,
                        _ -> definitions.list("key.kind = ?1 order by key.name", kind).stream()
                                .map(this::version)
                                .toList());
    }

    @Override
    public List<DefinitionVersion> madeBy(String template) {
        return definitions.list("template = ?1 order by key.name", template).stream()
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

    private DefinitionVersion version(DefinitionEntity inForce) {
        var version = Version.of(inForce);
        return recent.get(version).orElseGet(() -> {
            DefinitionVersion read = read(inForce);
            recent.put(version, read, characters(read));
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

    private DefinitionVersion read(DefinitionEntity inForce) {
        var key = new VersionEntity.Key(inForce.key.kind(), inForce.key.name(), inForce.digest);
        VersionEntity entity = versions.findById(key);
        if (entity == null) {
            throw new NoSuchElementException("version " + key + " is in force but not stored");
        }
        DefinitionVersion version = version(entity, inForce.source);
        String template = inForce.template;
        String digest = inForce.templateDigest;
        String expanded = inForce.expanded;
        return template == null || digest == null || expanded == null
                ? version
                : version.with(new DefinitionVersion.Expansion(
                        template,
                        new Digest(digest),
                        inForce.templateChannel,
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
