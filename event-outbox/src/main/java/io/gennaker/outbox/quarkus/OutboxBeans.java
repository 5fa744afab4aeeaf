package io.gennaker.outbox.quarkus;

import io.agroal.api.AgroalDataSource;
import io.gennaker.outbox.Operations;
import io.gennaker.outbox.Timers;
import io.gennaker.outbox.UnitOfWork;
import io.gennaker.outbox.engine.Tracing;
import io.gennaker.outbox.opentelemetry.OpenTelemetryTracing;
import io.gennaker.outbox.runtime.OutboxRuntime;
import io.opentelemetry.api.OpenTelemetry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// What services inject.
class OutboxBeans {
    @Produces
    @Singleton
    OutboxRuntime runtime(
            OutboxConfiguration configuration,
            AgroalDataSource dataSource,
            OpenTelemetry openTelemetry,
            @ConfigProperty(name = "quarkus.otel.sdk.disabled", defaultValue = "false") boolean untraced,
            OutboxCounters counters) {
        return new OutboxRuntime(
                configuration.settings(),
                dataSource,
                new JtaTransactions(),
                untraced ? Tracing.none() : new OpenTelemetryTracing(openTelemetry),
                counters,
                Clock.systemUTC());
    }

    @Produces
    @Singleton
    UnitOfWork unitOfWork(OutboxRuntime runtime) {
        return runtime.unitOfWork();
    }

    @Produces
    @Singleton
    Operations operations(OutboxRuntime runtime) {
        return runtime.operations();
    }

    @Produces
    @Singleton
    Timers timers(OutboxRuntime runtime) {
        return runtime.timers();
    }
}
