package io.gennaker.trigger.pubsub;

import com.google.api.core.ApiService;
import com.google.api.gax.batching.FlowControlSettings;
import com.google.api.gax.core.ExecutorProvider;
import com.google.api.gax.core.InstantiatingExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.cloud.pubsub.v1.Subscriber;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.pubsub.v1.ProjectSubscriptionName;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.trigger.matching.Arrivals;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Pulls the registry's messages for as long as the service runs. When the subscription cannot be reached it tries
/// again,
/// while the rest of the service goes on.
@ApplicationScoped
public class RegistrySubscription {
    private static final Logger LOG = Logger.getLogger(RegistrySubscription.class);
    private static final int RETRY_SECONDS = 5;
    private static final int STOP_WITHIN_SECONDS = 10;
    /// A registry's message has some hundred bytes; anybody who may publish can send ten megabytes.
    private static final FlowControlSettings AT_ONCE = FlowControlSettings.newBuilder()
            .setMaxOutstandingElementCount(100L)
            .setMaxOutstandingRequestBytes(10L * 1024 * 1024)
            .build();

    /// One thread: of two images pushed one after another the later must not start first.
    private static final ExecutorProvider IN_ORDER =
            InstantiatingExecutorProvider.newBuilder().setExecutorThreadCount(1).build();

    private static final int LARGEST_RESPONSE = 20 * 1024 * 1024;
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(5);

    private final PubSubConfig config;
    private final Arrivals arrivals;
    private final UnitOfWork unitOfWork;
    private final MeterRegistry registry;
    private final ScheduledExecutorService connector = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pubsub-connector").factory());
    private volatile @Nullable Subscriber subscriber;
    private volatile boolean stopping;
    private volatile String state = "not started";

    RegistrySubscription(PubSubConfig config, Arrivals arrivals, UnitOfWork unitOfWork, MeterRegistry registry) {
        this.config = config;
        this.arrivals = arrivals;
        this.unitOfWork = unitOfWork;
        this.registry = registry;
    }

    void start(@Observes StartupEvent event) {
        if (!config.enabled()) {
            state = "disabled";
            return;
        }
        ProjectSubscriptionName name = ProjectSubscriptionName.of(
                required(config.project(), "gennaker.pubsub.project"),
                required(config.subscription(), "gennaker.pubsub.subscription"));
        state = "connecting to " + name;
        connector.execute(() -> connect(name));
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
        Subscriber running = subscriber;
        if (running != null) {
            try {
                running.stopAsync().awaitTerminated(STOP_WITHIN_SECONDS, TimeUnit.SECONDS);
            } catch (TimeoutException | IllegalStateException late) {
                LOG.warnf("subscriber did not stop in order; its open messages will be delivered again");
            }
        }
        connector.shutdownNow();
    }

    /// Where the subscription stands, for health.
    String state() {
        return state;
    }

    private void connect(ProjectSubscriptionName name) {
        if (stopping) {
            return;
        }
        try {
            InstantiatingGrpcChannelProvider transport = transport(name);
            Subscriber.Builder builder = Subscriber.newBuilder(name, messages(name))
                    .setFlowControlSettings(AT_ONCE)
                    .setExecutorProvider(IN_ORDER)
                    .setChannelProvider(transport);
            if (config.emulatorHost().isPresent()) {
                EmulatorSubscription.ensure(name, config.topic(), transport);
                builder.setCredentialsProvider(NoCredentialsProvider.create());
            }
            Subscriber next = builder.build();
            next.addListener(reconnecting(name), MoreExecutors.directExecutor());
            subscriber = next;
            next.startAsync();
        } catch (IOException | RuntimeException failed) {
            retry(name, failed);
        }
    }

    private RegistryMessages messages(ProjectSubscriptionName name) {
        return new RegistryMessages(
                "pubsub:" + name.getProject() + "/" + name.getSubscription(),
                arrivals,
                unitOfWork,
                registry,
                connector);
    }

    /// The client library's own settings, and eyes on the stream: the library reconnects by itself and tells nobody.
    private InstantiatingGrpcChannelProvider transport(ProjectSubscriptionName name) {
        var watch = new StreamWatch(() -> opened(name), status -> closed(name, status));
        InstantiatingGrpcChannelProvider.Builder transport =
                SubscriptionAdminSettings.defaultGrpcTransportProviderBuilder()
                        .setMaxInboundMessageSize(LARGEST_RESPONSE)
                        .setKeepAliveTimeDuration(KEEP_ALIVE)
                        .setInterceptorProvider(() -> List.of(watch));
        config.emulatorHost()
                .ifPresent(host ->
                        transport.setEndpoint(host).setChannelConfigurator(ManagedChannelBuilder::usePlaintext));
        return transport.build();
    }

    private void opened(ProjectSubscriptionName name) {
        state = "pulling " + name;
        LOG.infof("pulling subscription=%s", name);
    }

    private void closed(ProjectSubscriptionName name, Status status) {
        if (!status.isOk() && !stopping) {
            state = "not pulling " + name + ": " + status.getCode() + " " + status.getDescription();
            LOG.warnf("subscription not reached, trying again subscription=%s reason=\"%s\"", name, status);
        }
    }

    /// What the library does not try again: a missing subscription, missing rights.
    private ApiService.Listener reconnecting(ProjectSubscriptionName name) {
        return new ApiService.Listener() {
            @Override
            public void failed(ApiService.State from, Throwable failure) {
                retry(name, failure);
            }
        };
    }

    private void retry(ProjectSubscriptionName name, Throwable failure) {
        if (stopping) {
            return;
        }
        state = "not pulling " + name + ": " + failure.getMessage();
        LOG.warnf("subscription not reached, trying again subscription=%s reason=\"%s\"", name, failure.getMessage());
        connector.schedule(() -> connect(name), RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private static String required(Optional<String> value, String key) {
        return value.orElseThrow(
                () -> new IllegalStateException(key + " is needed when gennaker.pubsub.enabled is true"));
    }
}
