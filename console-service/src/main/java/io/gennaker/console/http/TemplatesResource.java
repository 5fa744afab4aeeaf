package io.gennaker.console.http;

import io.gennaker.console.definition.Fits;
import io.gennaker.console.definition.Lag;
import io.gennaker.console.definition.Promotion;
import io.gennaker.console.definition.TemplateStore;
import io.gennaker.console.definition.TemplateStore.ChannelState;
import io.gennaker.console.definition.TemplateStore.Move;
import io.gennaker.console.definition.TemplateStore.Use;
import io.gennaker.console.definition.TemplateStore.Version;
import io.gennaker.console.view.ChangeFeed;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import io.gennaker.contracts.access.Permission;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.pipeline.PipelineTemplate;
import io.gennaker.pipeline.Wave;
import io.gennaker.pipeline.Written;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// Templates: versions, channels, and which pipeline has which version.
@Path("/api/templates")
@RunOnVirtualThread
public class TemplatesResource {
    private static final int MOVES = 100;
    private static final int MOST_PATTERNS = 100;

    private final TemplateStore templates;
    private final Awaiting awaiting;
    private final UnitOfWork unitOfWork;
    private final Caller caller;
    private final Clock clock;
    private final Duration patience;
    private final Fits fits = new Fits();

    TemplatesResource(
            TemplateStore templates,
            Awaiting awaiting,
            UnitOfWork unitOfWork,
            Caller caller,
            Clock clock,
            @ConfigProperty(name = "gennaker.console.promote-patience", defaultValue = "20s") Duration patience) {
        this.templates = templates;
        this.awaiting = awaiting;
        this.unitOfWork = unitOfWork;
        this.caller = caller;
        this.clock = clock;
        this.patience = patience;
    }

    /// @param versions the oldest first
    /// @param moves the newest first
    record History(String name, List<ChannelState> channels, List<Version> versions, List<Move> moves) {}

    /// @param from channel whose version it shall be; or
    /// @param digest that version itself
    /// @param to channel that is moved
    /// @param percent of its pipelines that have the version then; 100 when neither this nor `pipelines` is given
    /// @param pipelines patterns of names that come along
    record PromoteRequest(
            @Nullable String from,
            @Nullable String digest,
            @Nullable String to,
            @Nullable Integer percent,
            @Nullable List<String> pipelines,
            @Nullable Boolean dryRun) {}

    /// @param done whether it is done; false for a dry run, and when that takes longer than a request
    record Promoted(String template, String channel, String digest, boolean done, Promotion promotion) {}

    @Needs(Permission.VIEW)
    @GET
    @Path("/{name}")
    public History history(@PathParam("name") String name) {
        List<Version> versions = templates.versions(name);
        if (versions.isEmpty()) {
            throw Problem.exception(404, "not-found", "no template " + name);
        }
        return new History(name, templates.channels(name), versions, templates.moves(name, MOVES));
    }

    /// Every pipeline that a template made, with the version that it has and the one that it should have.
    @Needs(Permission.VIEW)
    @GET
    public List<Lag> lag(@QueryParam("template") @Nullable String template) {
        var known = new HashMap<String, Known>();
        return templates.uses(Given.name("template", template)).stream()
                .filter(use -> caller.visible().contain(use.application()))
                .flatMap(use -> lag(use, known.computeIfAbsent(use.template(), this::known)).stream())
                .toList();
    }

    /// What is read once per template.
    ///
    /// @param wanted versions by digest
    private record Known(
            List<Version> versions, List<ChannelState> channels, Map<String, Optional<Fits.Wanted>> wanted) {}

    private Known known(String template) {
        return new Known(templates.versions(template), templates.channels(template), new HashMap<>());
    }

    private Optional<Lag> lag(Use use, Known known) {
        return Lag.channel(use, known.channels())
                .map(channel -> Lag.of(
                        use,
                        known.versions(),
                        known.channels(),
                        known.wanted()
                                .computeIfAbsent(
                                        channel.wanted(),
                                        digest -> templates
                                                .version(use.template(), digest)
                                                .map(fits::wanted))));
    }

    /// Moves a channel, or says what that would change: in pipelines of every application that follows it.
    @Needs(Permission.DEFINE)
    @POST
    @Path("/{name}/promote")
    public Promoted promote(@PathParam("name") String name, PromoteRequest asked) throws InterruptedException {
        caller.require(Permission.DEFINE, null);
        List<ChannelState> channels = templates.channels(name);
        if (channels.isEmpty()) {
            throw Problem.exception(404, "not-found", "no template " + name);
        }
        TemplateChannel to = channel("to", asked.to());
        String given = Given.name("digest", asked.digest());
        String digest = given == null ? digestOf(channels, channel("from", asked.from())) : given;
        Written version = templates
                .version(name, digest)
                .orElseThrow(
                        () -> Problem.exception(404, "not-found", "no version " + digest + " of template " + name));
        Wave wave = wave(asked);
        List<Use> followers = templates.uses(name).stream()
                .filter(use -> to.word().equals(use.channel()))
                .toList();
        var promotion = Promotion.of(
                PipelineTemplate.of(version),
                followers,
                wave,
                old -> templates.version(name, old).orElse(version));
        boolean dry = asked.dryRun() != null && asked.dryRun();
        return new Promoted(name, to.word(), digest, !dry && done(name, to, digest, wave), promotion);
    }

    private boolean done(String name, TemplateChannel to, String digest, Wave wave) throws InterruptedException {
        var newest = templates.moves(name, 1);
        var command = new DefinitionCommand.Promote(
                name, to, new Digest(digest), wave.percent(), wave.patterns(), caller.actor(), clock.instant());
        return awaiting.after(
                        () -> unitOfWork.run(outbox -> outbox.send(command)),
                        ChangeFeed.DEFINITIONS,
                        () -> templates.moves(name, 1).equals(newest) ? Optional.empty() : Optional.of(command),
                        patience)
                .isPresent();
    }

    private static Wave wave(PromoteRequest asked) {
        List<String> patterns = asked.pipelines() == null ? List.of() : asked.pipelines();
        if (patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException(
                    "pipelines has " + patterns.size() + " entries; at most " + MOST_PATTERNS + " are allowed");
        }
        int unlessGiven = patterns.isEmpty() ? 100 : 0;
        return new Wave(asked.percent() == null ? unlessGiven : asked.percent(), patterns);
    }

    private static TemplateChannel channel(String what, @Nullable String word) {
        return Arrays.stream(TemplateChannel.values())
                .filter(channel -> channel.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(what + " is '" + word + "'; allowed are stable, next"));
    }

    private static String digestOf(List<ChannelState> channels, TemplateChannel from) {
        return channels.stream()
                .filter(channel -> channel.channel().equals(from.word()))
                .map(ChannelState::wanted)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("channel " + from.word() + " has no version"));
    }
}
