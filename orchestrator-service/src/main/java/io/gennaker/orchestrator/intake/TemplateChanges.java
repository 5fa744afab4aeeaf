package io.gennaker.orchestrator.intake;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionEvent;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.pipeline.Wave;
import io.gennaker.pipeline.definition.TemplatedPipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Templates: which version their pipelines get, and when.
///
/// A channel is locked while a pipeline is put on it and while it is moved: a pipeline that is applied during a move
/// comes either before or after it.
final class TemplateChanges {
    private static final Wave ALL = new Wave(100, List.of());

    private final Reading reading;
    private final DefinitionStore definitions;
    private final Putting putting;

    /// Puts a pipeline in force and says so.
    @FunctionalInterface
    interface Putting {
        /// @return why not; empty when it is in force
        List<String> put(Reading.Pipeline pipeline, Actor by, Instant at, Outgoing outgoing);
    }

    TemplateChanges(Reading reading, DefinitionStore definitions, Putting putting) {
        this.reading = reading;
        this.definitions = definitions;
        this.putting = putting;
    }

    /// The pipeline that a template makes of one that names it.
    Reading.Made make(Reading.Templated templated) {
        TemplatedPipeline.Reference reference = templated.reference();
        Optional<Digest> digest =
                switch (reference) {
                    case TemplatedPipeline.Reference.Pinned pinned -> Optional.of(pinned.digest());
                    case TemplatedPipeline.Reference.Followed followed ->
                        definitions
                                .lockChannel(followed.name(), followed.channel())
                                .map(channel -> channel.versionFor(
                                        current(templated.version().name(), followed)));
                };
        return digest.flatMap(
                        version -> definitions.version(DefinitionKind.PIPELINE_TEMPLATE, reference.name(), version))
                .map(template -> reading.maker(template).make(templated.version(), reference))
                .orElseGet(() -> new Reading.Invalid(List.of(missing(templated))));
    }

    private @Nullable Digest current(String pipeline, TemplatedPipeline.Reference.Followed reference) {
        return definitions
                .find(DefinitionKind.PIPELINE, pipeline)
                .flatMap(version -> Optional.ofNullable(version.expansion()))
                .filter(made -> made.template().equals(reference.name()) && made.channel() == reference.channel())
                .map(DefinitionVersion.Expansion::digest)
                .orElse(null);
    }

    private static String missing(Reading.Templated templated) {
        String wanted =
                switch (templated.reference()) {
                    case TemplatedPipeline.Reference.Pinned pinned ->
                        "template '" + pinned.name() + "' with version " + pinned.digest();
                    case TemplatedPipeline.Reference.Followed followed ->
                        "template '" + followed.name() + "' with a version on channel "
                                + followed.channel().word();
                };
        return templated.version().fileName() + ": found no " + wanted + "; allowed: one that was applied before";
    }

    /// Gives a channel a version of the template that is in force now. The first version of all is for everybody.
    ///
    /// All channels are locked before any is moved: a move locks the followers of every channel, and who puts a
    /// pipeline on one locks the channel first.
    void release(DefinitionVersion version, DefinitionCommand.Apply command, Instant at, Outgoing outgoing) {
        TemplateChannel asked = command.channel() == null ? TemplateChannel.NEXT : command.channel();
        var moving = new ArrayList<Channel>();
        for (TemplateChannel name : TemplateChannel.values()) {
            Optional<Channel> channel = definitions.lockChannel(version.name(), name);
            if (name == asked || channel.isEmpty()) {
                moving.add(channel.orElse(new Channel(version.name(), name, version.digest(), null)));
            }
        }
        moving.forEach(channel -> move(channel, version, ALL, command.by(), at, outgoing));
    }

    List<String> promote(DefinitionCommand.Promote command, Instant at, Outgoing outgoing) {
        Optional<Channel> channel = definitions.lockChannel(command.name(), command.channel());
        Optional<DefinitionVersion> version =
                definitions.version(DefinitionKind.PIPELINE_TEMPLATE, command.name(), command.digest());
        if (channel.isEmpty() || version.isEmpty()) {
            return List.of("template '" + command.name() + "' has no version " + command.digest());
        }
        var wave = new Wave(command.percent(), command.pipelines());
        move(channel.get(), version.get(), wave, command.by(), at, outgoing);
        return List.of();
    }

    private void move(Channel channel, DefinitionVersion to, Wave wave, Actor by, Instant at, Outgoing outgoing) {
        Map<String, DefinitionVersion> followers = followers(channel);
        var has = new TreeMap<String, Boolean>();
        followers.forEach((name, pipeline) -> has.put(name, hasVersion(pipeline, to.digest())));
        SortedSet<String> chosen = wave.choose(has);
        Reading.Maker maker = reading.maker(to);
        var reference = new TemplatedPipeline.Reference.Followed(channel.template(), channel.name());
        int moved = 0;
        for (DefinitionVersion pipeline : followers.values()) {
            if (chosen.contains(pipeline.name())
                    && maker.make(pipeline, reference) instanceof Reading.Pipeline made
                    && putting.put(made, by, at, outgoing).isEmpty()) {
                moved++;
            }
        }
        Channel after = channel.after(to.digest(), wave);
        definitions.put(after);
        outgoing.send(new DefinitionEvent.ChannelMoved(
                channel.template(),
                channel.name(),
                after.digest(),
                after.incoming(),
                wave.percent(),
                wave.patterns(),
                moved,
                by,
                at));
    }

    private Map<String, DefinitionVersion> followers(Channel channel) {
        var followers = new TreeMap<String, DefinitionVersion>();
        definitions.madeBy(channel.template()).stream()
                .filter(pipeline ->
                        pipeline.expansion() != null && pipeline.expansion().channel() == channel.name())
                .forEach(pipeline -> followers.put(pipeline.name(), pipeline));
        return followers;
    }

    private static boolean hasVersion(DefinitionVersion pipeline, Digest version) {
        DefinitionVersion.Expansion made = pipeline.expansion();
        return made != null && made.digest().equals(version);
    }
}
