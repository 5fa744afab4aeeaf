package io.gennaker.judgement.slack;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How Slack is reached, and who its users are.
@ConfigMapping(prefix = "gennaker.slack")
public interface SlackConfiguration {
    /// Holds the bot's token, `xoxb-...`; without it nothing is told in Slack.
    Optional<Path> botTokenFile();

    /// Holds the signing secret of the app; without it every interaction is refused.
    Optional<Path> signingSecretFile();

    /// Who Slack's users are: `{"U0123456789": {"user": "dana", "roles": ["judge"]}}`. Read again when it changes.
    Optional<Path> usersFile();

    @WithDefault("https://slack.com/api/")
    URI api();

    /// Longest time of one request.
    @WithDefault("10s")
    Duration timeout();
}
