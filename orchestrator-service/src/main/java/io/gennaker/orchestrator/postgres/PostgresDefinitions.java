package io.gennaker.orchestrator.postgres;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.orchestrator.intake.DefinitionStore;
import io.gennaker.orchestrator.intake.DefinitionVersion;
import io.gennaker.outbox.CrashPoints;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;

/// [DefinitionStore] by entities: read at each start, written seldom.
@ApplicationScoped
public class PostgresDefinitions implements DefinitionStore {
    private final Definitions definitions = new Definitions();
    private final Versions versions = new Versions();
    private final Contents contents = new Contents();

    @Override
    public void put(DefinitionVersion version) {
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
        files.forEach((path, text) -> {
            String digest = Digest.of(text).value();
            if (contents.findById(digest) == null) {
                contents.persist(new ContentEntity(digest, text));
            }
            digests.put(path, digest);
        });
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
        definitions.persist(entity);
    }

    @Override
    public boolean remove(DefinitionKind kind, String name) {
        return definitions.deleteById(new DefinitionEntity.Key(kind, name));
    }

    @Override
    public Optional<DefinitionVersion> find(DefinitionKind kind, String name) {
        return definitions
                .findByIdOptional(new DefinitionEntity.Key(kind, name))
                .map(this::version);
    }

    @Override
    public List<DefinitionVersion> all(DefinitionKind kind) {
        return definitions.list("key.kind = ?1 order by key.name", kind).stream()
                .map(this::version)
                .toList();
    }

    private DefinitionVersion version(DefinitionEntity inForce) {
        var key = new VersionEntity.Key(inForce.key.kind(), inForce.key.name(), inForce.digest);
        VersionEntity version = versions.findById(key);
        if (version == null) {
            throw new NoSuchElementException("version " + key + " is in force but not stored");
        }
        return new DefinitionVersion(
                key.kind(),
                key.name(),
                new Digest(key.digest()),
                version.fileName,
                version.document,
                texts(version.files),
                version.appliedBy,
                version.appliedAt);
    }

    private Map<String, String> texts(Map<String, String> digests) {
        var texts = new HashMap<String, String>();
        digests.forEach((path, digest) -> texts.put(path, contents.findById(digest).text));
        return texts;
    }

    private static final class Definitions implements PanacheRepositoryBase<DefinitionEntity, DefinitionEntity.Key> {}

    private static final class Versions implements PanacheRepositoryBase<VersionEntity, VersionEntity.Key> {}

    private static final class Contents implements PanacheRepositoryBase<ContentEntity, String> {}
}
