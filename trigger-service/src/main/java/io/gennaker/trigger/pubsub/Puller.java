package io.gennaker.trigger.pubsub;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.pubsub.v1.ProjectSubscriptionName;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Arrivals;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Pulls one subscription for as long as the service runs: pull, take each message in, acknowledge. When it cannot be
/// reached it tries again, while the rest of the service goes on.
///
/// One thread and one pull at a time: of two images pushed one after another the later must not start first.
final class Puller {
    /// How its state begins while it is well, and while it is not.
    static final String PULLING = "pulling ";

    static final String NOT_PULLING = "not pulling ";

    private static final Logger LOG = Logger.getLogger(Puller.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
    /// A registry's message has some hundred bytes; anybody who may publish can send ten megabytes.
    private static final int LARGEST_RESPONSE = 20 * 1024 * 1024;

    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private final ProjectSubscriptionName name;
    private final PubSubConfig config;
    private final Arrivals arrivals;
    private final UnitOfWork unitOfWork;
    private final MeterRegistry registry;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread puller;
    private volatile @Nullable PulledSubscription connection;
    private volatile String state;
    /// Of the puller's own.
    private Duration pause = FIRST_PAUSE;

    Puller(
            ProjectSubscriptionName name,
            PubSubConfig config,
            Arrivals arrivals,
            UnitOfWork unitOfWork,
            MeterRegistry registry) {
        this.name = name;
        this.config = config;
        this.arrivals = arrivals;
        this.unitOfWork = unitOfWork;
        this.registry = registry;
        this.state = "connecting to " + name;
    }

    void start() {
        puller = Thread.ofPlatform()
                .daemon()
                .name("pubsub-puller-" + name.getProject())
                .start(this::run);
    }

    /// Asks it to end; [#awaitEnd] waits until it has.
    void stop() {
        stopping.countDown();
        PulledSubscription open = connection;
        if (open != null) {
            open.cancel();
        }
    }

    void awaitEnd() {
        Thread running = puller;
        if (running != null) {
            awaitEnd(running);
        }
    }

    private static void awaitEnd(Thread running) {
        try {
            if (!running.join(STOP_WITHIN)) {
                LOG.warnf("puller did not stop in order; its open messages will be delivered again");
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /// Where the subscription stands, for health.
    ProjectSubscriptionName name() {
        return name;
    }

    String state() {
        return state;
    }

    private void run() {
        RegistryMessages messages = messages();
        try {
            do {
                try {
                    pull(messages);
                } catch (IOException | RuntimeException failed) {
                    notPulling(failed);
                }
            } while (!stopsWithin(pause));
        } catch (InterruptedException ended) {
            LOG.warnf("puller was interrupted subscription=%s", name);
        }
    }

    /// Returns when the service stops.
    private void pull(RegistryMessages messages) throws IOException, InterruptedException {
        try (PulledSubscription subscription = connect()) {
            connection = subscription;
            List<ReceivedMessage> received = subscription.pullNow();
            pulling();
            while (!isStopping()) {
                take(received, subscription, messages);
                received = subscription.pull();
            }
            subscription.giveBack(ackIds(received));
        } finally {
            connection = null;
        }
    }

    /// A message that fails does not hold up those behind it; it comes again after a pause, as without one a database
    /// that is away would make this spin.
    private void take(List<ReceivedMessage> received, PulledSubscription subscription, RegistryMessages messages)
            throws InterruptedException {
        var done = new ArrayList<String>();
        var failed = new ArrayList<String>();
        for (ReceivedMessage message : received) {
            boolean taken = !isStopping() && messages.take(message.getMessage());
            (taken ? done : failed).add(message.getAckId());
        }
        subscription.acknowledge(done);
        if (!failed.isEmpty()) {
            stopsWithin(FIRST_PAUSE);
            subscription.giveBack(failed);
        }
    }

    private static List<String> ackIds(List<ReceivedMessage> received) {
        return received.stream().map(ReceivedMessage::getAckId).toList();
    }

    private PulledSubscription connect() throws IOException {
        InstantiatingGrpcChannelProvider transport = transport();
        if (config.emulatorHost().isEmpty()) {
            return new PulledSubscription(name, transport, googleCredentials());
        }
        EmulatorSubscription.ensure(name, config.topic(), transport);
        return new PulledSubscription(name, transport, NoCredentialsProvider.create());
    }

    private static CredentialsProvider googleCredentials() {
        return SubscriptionAdminSettings.defaultCredentialsProviderBuilder().build();
    }

    private InstantiatingGrpcChannelProvider transport() {
        InstantiatingGrpcChannelProvider.Builder transport =
                SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()
                        .setMaxInboundMessageSize(LARGEST_RESPONSE)
                        .setKeepAliveTimeDuration(KEEP_ALIVE);
        config.emulatorHost()
                .ifPresent(host ->
                        transport.setEndpoint(host).setChannelConfigurator(ManagedChannelBuilder::usePlaintext));
        return transport.build();
    }

    private RegistryMessages messages() {
        return new RegistryMessages(
                "pubsub:" + name.getProject() + "/" + name.getSubscription(),
                config.emulatorHost().isPresent() ? EmulatorSubscription::identity : PubsubMessage::getMessageId,
                arrivals,
                unitOfWork,
                registry);
    }

    private void pulling() {
        state = PULLING + name;
        pause = FIRST_PAUSE;
        LOG.infof("pulling subscription=%s", name);
    }

    private void notPulling(Exception failure) {
        if (isStopping()) {
            return;
        }
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
        String reason = reason(failure);
        state = NOT_PULLING + name + ": " + reason;
        LOG.warnf("subscription not reached, trying again subscription=%s reason=\"%s\"", name, reason);
        LOG.debug("subscription not reached", failure);
    }

    /// The server's own words, where it was the server.
    private static String reason(Exception failure) {
        Status status = Status.fromThrowable(failure);
        return status.getCode() == Status.Code.UNKNOWN
                ? failure.toString()
                : status.getCode() + " " + status.getDescription();
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private boolean stopsWithin(Duration pause) throws InterruptedException {
        return stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    }
}
