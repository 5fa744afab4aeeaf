package io.gennaker.analysis.googlecloud;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.api.gax.rpc.TransportChannelProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import io.gennaker.analysis.metrics.MetricSourceUnavailable;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The client, made when it is needed first, and anew after it was not believed: a key may have been renewed.
final class Connection implements AutoCloseable {

    private static final String READ = "https://www.googleapis.com/auth/monitoring.read";

    private final Endpoint endpoint;
    private final Duration timeout;
    private final int largestMessage;
    private @Nullable MetricServiceClient client;

    Connection(Endpoint endpoint, Duration timeout, int largestMessage) {
        this.endpoint = endpoint;
        this.timeout = timeout;
        this.largestMessage = largestMessage;
    }

    String address() {
        return switch (endpoint) {
            case Endpoint.Google _ -> MetricServiceSettings.getDefaultEndpoint();
            case Endpoint.Local local -> local.host() + ":" + local.port();
        };
    }

    synchronized MetricServiceClient client() throws MetricSourceUnavailable {
        var open = client;
        if (open == null) {
            open = open();
            client = open;
        }
        return open;
    }

    synchronized void renewAfter(ApiException refusal) {
        if (refusal.getStatusCode().getCode() == StatusCode.Code.UNAUTHENTICATED) {
            close();
        }
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown();
            client = null;
        }
    }

    private MetricServiceClient open() throws MetricSourceUnavailable {
        try {
            var settings = MetricServiceSettings.newBuilder()
                    .setTransportChannelProvider(transport())
                    .setCredentialsProvider(credentials());
            settings.listTimeSeriesSettings().setSimpleTimeoutNoRetriesDuration(timeout);
            return MetricServiceClient.create(settings.build());
        } catch (IOException unusable) {
            throw new MetricSourceUnavailable(
                    "Cloud Monitoring at %s cannot be asked: %s".formatted(address(), unusable.getMessage()), unusable);
        }
    }

    private TransportChannelProvider transport() {
        var grpc = MetricServiceSettings.defaultGrpcTransportProviderBuilder().setMaxInboundMessageSize(largestMessage);
        return switch (endpoint) {
            case Endpoint.Google _ -> grpc.build();
            case Endpoint.Local _ ->
                grpc.setEndpoint(address())
                        .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
                        .build();
        };
    }

    private CredentialsProvider credentials() {
        return switch (endpoint) {
            case Endpoint.Google google ->
                google.credentialsFile()
                        .<CredentialsProvider>map(file -> () -> credentials(file))
                        .orElseGet(() -> MetricServiceSettings.defaultCredentialsProviderBuilder()
                                .build());
            case Endpoint.Local _ -> NoCredentialsProvider.create();
        };
    }

    private static GoogleCredentials credentials(Path file) throws IOException {
        try (var key = Files.newInputStream(file)) {
            return GoogleCredentials.fromStream(key).createScoped(READ);
        }
    }
}
