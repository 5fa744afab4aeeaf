package io.gennaker.outbox.quarkus;

import io.gennaker.outbox.HealthProbe;
import io.gennaker.outbox.MessageHandler;
import io.gennaker.outbox.OperationHandler;
import io.gennaker.outbox.TimerHandler;
import io.gennaker.outbox.kafka.KafkaChannels;
import io.gennaker.outbox.runtime.Handlers;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jspecify.annotations.Nullable;

/// Starts the outbox after everything else of the service and stops it before.
@Singleton
class OutboxLifecycle {
    private static final Duration CLIENT_WITHIN = Duration.ofSeconds(30);

    private final OutboxRuntime runtime;
    private final OutboxGauges gauges;
    private final Instance<MessageHandler> messages;
    private final Instance<OperationHandler> operations;
    private final Instance<TimerHandler> timers;
    private final Instance<HealthProbe> probes;
    private final KafkaChannels channels;

    @Inject
    OutboxLifecycle(
            OutboxRuntime runtime,
            OutboxGauges gauges,
            @Any Instance<MessageHandler> messages,
            @Any Instance<OperationHandler> operations,
            @Any Instance<TimerHandler> timers,
            @Any Instance<HealthProbe> probes,
            @Channel(KafkaChannels.IN) Multi<Message<ConsumerRecords<byte[], byte[]>>> incoming,
            @Channel(KafkaChannels.OUT) MutinyEmitter<ProducerRecord<byte[], byte[]>> unusedButKeepsTheChannel,
            KafkaClientService clients) {
        this.runtime = runtime;
        this.gauges = gauges;
        this.messages = messages;
        this.operations = operations;
        this.timers = timers;
        this.probes = probes;
        this.channels =
                new KafkaChannels(incoming, () -> clients.getConsumer(KafkaChannels.IN), () -> producer(clients));
    }

    void start(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        runtime.start(
                new Handlers(
                        only(messages),
                        only(operations),
                        only(timers),
                        probes.stream().toList()),
                channels);
        gauges.register(runtime);
    }

    void stop(@Observes @Priority(Interceptor.Priority.LIBRARY_BEFORE) ShutdownEvent event) {
        runtime.close();
    }

    private static Producer<byte[], byte[]> producer(KafkaClientService clients) {
        return clients.<byte[], byte[]>getProducer(KafkaChannels.OUT)
                .runOnSendingThread(producer -> producer)
                .await()
                .atMost(CLIENT_WITHIN);
    }

    private static <T> @Nullable T only(Instance<T> handlers) {
        return handlers.isUnsatisfied() ? null : handlers.get();
    }
}
