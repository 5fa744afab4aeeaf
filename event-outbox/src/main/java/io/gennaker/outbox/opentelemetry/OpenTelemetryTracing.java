package io.gennaker.outbox.opentelemetry;

import io.gennaker.contracts.MessageType;
import io.gennaker.outbox.engine.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// [Tracing] by OpenTelemetry, with the names of its messaging conventions.
public final class OpenTelemetryTracing implements Tracing {
    private static final String TRACEPARENT = "traceparent";
    private static final W3CTraceContextPropagator PROPAGATOR = W3CTraceContextPropagator.getInstance();

    private final Tracer tracer;

    public OpenTelemetryTracing(OpenTelemetry openTelemetry) {
        this.tracer = openTelemetry.getTracer("io.gennaker.outbox");
    }

    @Override
    public void receiving(MessageType type, String messageId, @Nullable String traceparent, Runnable work) {
        Span span = messaging("process", type, SpanKind.CONSUMER, context(traceparent));
        span.setAttribute("messaging.message.id", messageId);
        try (var _ = span.makeCurrent()) {
            work.run();
        } catch (RuntimeException e) {
            span.recordException(e).setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    @Override
    public void running(String what, String id, @Nullable String traceparent, RunnableWork work)
            throws InterruptedException {
        Span span = tracer.spanBuilder(what).setParent(context(traceparent)).startSpan();
        span.setAttribute("gennaker." + what + ".id", id);
        try (var _ = span.makeCurrent()) {
            work.run();
        } catch (RuntimeException e) {
            span.recordException(e).setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    @Override
    public @Nullable String sending(MessageType type, @Nullable String inherited) {
        Context parent = Span.current().getSpanContext().isValid() ? Context.current() : context(inherited);
        Span span = messaging("send", type, SpanKind.PRODUCER, parent);
        span.end();
        var carrier = new HashMap<String, String>();
        PROPAGATOR.inject(parent.with(span), carrier, HashMap::put);
        return carrier.getOrDefault(TRACEPARENT, inherited);
    }

    private Span messaging(String what, MessageType type, SpanKind kind, Context parent) {
        return tracer.spanBuilder(what + " " + type.topic().topicName())
                .setParent(parent)
                .setSpanKind(kind)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", type.topic().topicName())
                .setAttribute("messaging.operation.type", what)
                .setAttribute("cloudevents.event_type", type.type())
                .startSpan();
    }

    private static Context context(@Nullable String traceparent) {
        return traceparent == null
                ? Context.root()
                : PROPAGATOR.extract(Context.root(), Map.of(TRACEPARENT, traceparent), Getter.INSTANCE);
    }

    private enum Getter implements TextMapGetter<Map<String, String>> {
        INSTANCE;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    }
}
