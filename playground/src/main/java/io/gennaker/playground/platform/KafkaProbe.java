package io.gennaker.playground.platform;

import io.gennaker.playground.platform.Readiness.NotYet;
import io.gennaker.playground.platform.Readiness.Ready;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/// Ready when the broker answers who belongs to its cluster.
final class KafkaProbe implements Probe {
    /// Held, so that its level stays: the client would tell of its settings at each call, and of each refused
    /// connection, which is what a probe asks for.
    private static final Logger CLIENT_LOG = Logger.getLogger("org.apache.kafka");

    private static final int BOUND_MILLISECONDS = 3_000;

    private final Port port;

    KafkaProbe(Port port) {
        this.port = port;
    }

    @Override
    public Readiness check() {
        if (PortCheck.isFree(port)) {
            return new NotYet("does not listen at 127.0.0.1:" + port.number());
        }
        CLIENT_LOG.setLevel(Level.SEVERE);
        try (var admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port.number(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, BOUND_MILLISECONDS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BOUND_MILLISECONDS))) {
            var nodes = admin.describeCluster().nodes().get(BOUND_MILLISECONDS, TimeUnit.MILLISECONDS);
            return nodes.isEmpty() ? new NotYet("has no broker yet") : new Ready();
        } catch (ExecutionException | TimeoutException e) {
            return new NotYet("does not answer an admin call at 127.0.0.1:" + port.number());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new NotYet("interrupted");
        }
    }
}
