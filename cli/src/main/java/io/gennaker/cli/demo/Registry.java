package io.gennaker.cli.demo;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gennaker.cli.CliFailure;
import io.gennaker.cli.ExitCode;
import io.gennaker.contracts.Envelope;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.contracts.RegistryAction;
import io.gennaker.contracts.Topic;
import io.gennaker.contracts.TriggerEvent;
import io.gennaker.playground.platform.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Tells Gennaker that an image was pushed, as a registry does: by Pub/Sub where the emulator is installed, else as an
/// event on the bus.
final class Registry {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int PATIENCE_SECONDS = 20;

    private final LocalPlatform platform;

    Registry(LocalPlatform platform) {
        this.platform = platform;
    }

    /// Announces a push.
    ///
    /// @return the way it went, for people
    String announce(ImageReference image) {
        Optional<String> pubSub = platform.pubSubHost();
        if (pubSub.isEmpty()) {
            produce(image);
            return "no Pub/Sub emulator here: the event went to the Kafka topic " + Topic.TRIGGERS.topicName();
        }
        if (!isPulled()) {
            produce(image);
            return "the trigger service does not pull from the Pub/Sub emulator: the event went to the Kafka topic "
                    + Topic.TRIGGERS.topicName();
        }
        publish(pubSub.get(), image);
        return "published to the Pub/Sub topic gcr of the emulator";
    }

    /// It does not when the platform was started without the emulator and runs since then. A service that is away just
    /// now pulls when it is back: a registry publishes without asking either.
    private boolean isPulled() {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(platform.serviceUrl("trigger") + "/q/health/ready"))
                .timeout(Duration.ofSeconds(PATIENCE_SECONDS))
                .build();
        try {
            return !answer(ask).body().contains("\"disabled\"");
        } catch (IOException away) {
            return true;
        }
    }

    /// A message as Container Registry writes it, over the REST face of the emulator.
    private static void publish(String host, ImageReference image) {
        var message = JSON.createObjectNode()
                .put("action", "INSERT")
                .put("digest", image.pinned())
                .put("tag", image.repository() + ":" + image.tag());
        var request = JSON.createObjectNode();
        request.putArray("messages")
                .addObject()
                .put(
                        "data",
                        Base64.getEncoder().encodeToString(message.toString().getBytes(StandardCharsets.UTF_8)));
        HttpResponse<String> response =
                send(HttpRequest.newBuilder(URI.create("http://" + host + "/v1/projects/playground/topics/gcr:publish"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(request.toString())));
        if (response.statusCode() != 200) {
            throw new CliFailure(
                    ExitCode.UNREACHABLE, "Pub/Sub answered " + response.statusCode() + ": " + response.body());
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        HttpRequest bounded =
                request.timeout(Duration.ofSeconds(PATIENCE_SECONDS)).build();
        try {
            return answer(bounded);
        } catch (IOException unreachable) {
            throw new CliFailure(ExitCode.UNREACHABLE, bounded.uri() + " is not reached: " + unreachable.getMessage());
        }
    }

    private static HttpResponse<String> answer(HttpRequest request) throws IOException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }

    private void produce(ImageReference image) {
        String id = UUID.randomUUID().toString();
        var event = new TriggerEvent.ImageChanged(
                "demo-registry", id, RegistryAction.INSERT, image, Map.of(), Instant.now());
        var envelope = new Envelope(id, "/demo", Instant.now(), null, null, event);
        var record = new ProducerRecord<>(Topic.TRIGGERS.topicName(), event.key(), MessageCodec.value(event));
        MessageCodec.headers(envelope)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                platform.bootstrapServers(),
                "acks",
                "all",
                "max.block.ms",
                PATIENCE_SECONDS * 1000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failed) {
            throw new CliFailure(ExitCode.UNREACHABLE, "the event did not reach Kafka: " + failed.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CliFailure(ExitCode.TIMEOUT, "interrupted");
        }
    }
}
