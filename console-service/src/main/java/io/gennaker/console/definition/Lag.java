package io.gennaker.console.definition;

import io.gennaker.console.definition.TemplateStore.ChannelState;
import io.gennaker.console.definition.TemplateStore.Use;
import io.gennaker.console.definition.TemplateStore.Version;
import io.gennaker.contracts.TemplateChannel;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which version of its template a pipeline has, and which it should have.
///
/// @param wanted version that its channel has, or gets in the wave that is under way; of a pinned one: what `next` has
/// @param behind how many versions lie between the two, the wanted one included
/// @param reason why it does not fit, where it does not
public record Lag(
        String template,
        String pipeline,
        @Nullable String channel,
        String digest,
        String wanted,
        int behind,
        State state,
        @Nullable String reason) {
    public enum State {
        /// It has what it should have.
        CURRENT,
        /// A later wave takes it along: it fits.
        WAITING,
        /// It names its version itself.
        PINNED,
        /// It does not fit the version that it should have.
        UNFIT
    }

    /// @param versions the oldest first
    /// @param wanted the version that the pipeline should have; empty where it is not there any more
    public static Lag of(Use use, List<Version> versions, List<ChannelState> channels, Optional<Fits.Wanted> wanted) {
        ChannelState channel = channel(use, channels).orElseThrow();
        Optional<String> misfit =
                follows(use, channel) ? wanted.flatMap(version -> version.misfit(use.written())) : Optional.empty();
        State state = state(use, channel, misfit.isPresent());
        return new Lag(
                use.template(),
                use.pipeline(),
                use.channel(),
                use.digest(),
                channel.wanted(),
                Math.max(0, index(versions, channel.wanted()) - index(versions, use.digest())),
                state,
                state == State.UNFIT
                        ? misfit.or(() -> wanted.map(_ -> "it fits by now: apply it again"))
                                .orElse(null)
                        : null);
    }

    /// The channel that says what a pipeline should have.
    public static Optional<ChannelState> channel(Use use, List<ChannelState> channels) {
        String name = use.channel() == null ? TemplateChannel.NEXT.word() : use.channel();
        return channels.stream()
                .filter(channel -> channel.channel().equals(name))
                .findFirst();
    }

    /// Whether a move of the channel should take it along.
    private static boolean follows(Use use, ChannelState channel) {
        return use.channel() != null && !use.digest().equals(channel.wanted());
    }

    private static State state(Use use, ChannelState channel, boolean misfit) {
        if (use.digest().equals(channel.wanted())) {
            return State.CURRENT;
        }
        if (use.channel() == null) {
            return State.PINNED;
        }
        return misfit || channel.incoming() == null ? State.UNFIT : State.WAITING;
    }

    private static int index(List<Version> versions, String digest) {
        for (int i = 0; i < versions.size(); i++) {
            if (versions.get(i).digest().equals(digest)) {
                return i;
            }
        }
        return 0;
    }
}
