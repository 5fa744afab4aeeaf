package io.gennaker.trigger.source;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Who calls: what the body looks like, and how a call shows that it comes from there.
public enum SourceKind {
    /// Notifications of the CNCF's Distribution, also of GitLab's registry, which is one.
    REGISTRY(new DistributionNotifications(), Proof.TOKEN, false),
    DOCKER_HUB(new DockerHubPush(), Proof.TOKEN, true),
    /// Packages of GitHub, the registry ghcr.io.
    GITHUB_PACKAGES(new GitHubPackage(), Proof.HMAC, false),
    QUAY(new QuayPush(), Proof.TOKEN, true),
    HARBOR(new HarborEvent(), Proof.TOKEN, false),
    GITHUB(new GitHubEvent(), Proof.HMAC, false),
    GITLAB(new GitLabEvent(), Proof.TOKEN, false),
    CDEVENTS(new CdEventMessage(), Proof.TOKEN, false),
    /// Push delivery of Google Pub/Sub.
    PUBSUB(new PubSubPush(), Proof.TOKEN, true),
    /// A system of the user's own.
    WEBHOOK(new GenericCall(), Proof.TOKEN, false);

    /// How a call shows who makes it.
    public enum Proof {
        /// A signature of the body.
        HMAC,
        /// The secret itself, in a header.
        TOKEN,
        /// A token that an identity provider signed for this address, as Google's push delivery sends.
        OIDC,
        /// Nothing: whoever reaches the address may call.
        NONE
    }

    @SuppressWarnings("ImmutableEnumChecker") // formats have no state
    private final Format format;

    private final Proof usual;
    private final boolean inAddress;

    SourceKind(Format format, Proof usual, boolean inAddress) {
        this.format = format;
        this.usual = usual;
        this.inAddress = inAddress;
    }

    /// Reads a call.
    ///
    /// @throws UnreadableCall when it is none of this kind's
    public Reading read(Call call) throws UnreadableCall {
        return format.read(call);
    }

    public Proof usual() {
        return usual;
    }

    /// Whether the secret may stand in the address, as these callers cannot send headers.
    public boolean inAddress() {
        return inAddress;
    }

    /// As configuration writes it.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<SourceKind> of(String word) {
        return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    public static String words() {
        return Arrays.stream(values()).map(SourceKind::word).collect(Collectors.joining(", "));
    }
}
