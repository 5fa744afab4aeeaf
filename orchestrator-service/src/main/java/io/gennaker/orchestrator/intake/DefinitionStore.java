package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Definitions in force and all their versions. All methods act in the running transaction.
public interface DefinitionStore {
    /// Puts a version in force.
    void put(DefinitionVersion version);

    /// Takes a definition out of force; its versions stay.
    ///
    /// @return whether it was in force
    boolean remove(DefinitionKind kind, String name);

    /// Told of definitions of a kind that are about to be looked for, to read them together.
    void expect(DefinitionKind kind, Collection<String> names);

    /// The version in force.
    Optional<DefinitionVersion> find(DefinitionKind kind, String name);

    /// All versions in force of a kind, by name.
    List<DefinitionVersion> all(DefinitionKind kind);

    /// A version, whether it is in force or was.
    Optional<DefinitionVersion> version(DefinitionKind kind, String name, Digest digest);

    /// Pipelines in force that a template made, by name. Nobody else changes them until the transaction ends.
    List<DefinitionVersion> madeBy(String template);

    /// A channel, which nobody else sees or moves until the transaction ends.
    Optional<Channel> lockChannel(String template, TemplateChannel channel);

    void put(Channel channel);

    void removeChannels(String template);
}
