package io.gennaker.judgement;

import io.gennaker.contracts.FileSource;
import io.gennaker.judgement.callout.AddressRules;
import io.gennaker.judgement.callout.Addresses;
import io.gennaker.judgement.callout.CallbackStore;
import io.gennaker.judgement.callout.Callouts;
import io.gennaker.judgement.callout.Files;
import io.gennaker.judgement.callout.Network;
import io.gennaker.judgement.callout.Notices;
import io.gennaker.judgement.decision.JudgementStore;
import io.gennaker.judgement.decision.Judgements;
import io.gennaker.judgement.git.GitFiles;
import io.gennaker.judgement.http.CalloutConfiguration;
import io.gennaker.judgement.http.HttpFiles;
import io.gennaker.judgement.http.NoticeChannels;
import io.gennaker.judgement.http.TeamsNotices;
import io.gennaker.judgement.kafka.CallbackAddress;
import io.gennaker.judgement.mail.MailNotices;
import io.gennaker.judgement.notice.Links;
import io.gennaker.judgement.slack.SlackNotices;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes beans of what the core leaves plain.
class JudgementWiring {
    @Produces
    @Singleton
    Judgements judgements(JudgementStore store) {
        return new Judgements(store);
    }

    /// Each channel tells by its own means.
    @Produces
    @Singleton
    ChannelHealth channelHealth() {
        return new ChannelHealth();
    }

    @Produces
    @Singleton
    Notices notices(
            NoticeChannels channels, SlackNotices slack, MailNotices mail, TeamsNotices teams, ChannelHealth health) {
        return health.observing((notice, progress) -> switch (notice.what().channel()) {
            case LOG, WEBHOOK, CDEVENTS -> channels.next(notice, progress);
            case SLACK -> slack.next(notice, progress);
            case EMAIL -> mail.next(notice, progress);
            case TEAMS -> teams.next(notice, progress);
        });
    }

    @Produces
    @Singleton
    Addresses addresses(CalloutConfiguration configuration) {
        var rules = new AddressRules(configuration.allowedNetworks().orElse(List.of()).stream()
                .map(Network::parse)
                .toList());
        return new Addresses(rules, InetAddress::getAllByName);
    }

    @Produces
    @Singleton
    Files files(GitFiles git, HttpFiles http) {
        return source -> switch (source) {
            case FileSource.GitFile file -> git.bring(file);
            case FileSource.HttpFile file -> http.bring(file);
        };
    }

    @Produces
    @Singleton
    Links links(@ConfigProperty(name = "gennaker.console-url") Optional<URI> console) {
        return execution ->
                console.map(url -> url.toString().replaceFirst("/+$", "") + "/executions/" + execution.value());
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Callouts callouts(CallbackStore store) {
        return new Callouts(store);
    }

    @Produces
    @Singleton
    CallbackAddress callbackAddress(CalloutConfiguration configuration) {
        return operation -> configuration
                .callbackUrl()
                .map(url -> url.toString().replaceFirst("/+$", "") + "/webhooks/callouts?operation="
                        + URLEncoder.encode(operation.value(), StandardCharsets.UTF_8));
    }
}
