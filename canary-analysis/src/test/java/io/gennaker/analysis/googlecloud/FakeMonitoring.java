package io.gennaker.analysis.googlecloud;

import com.google.monitoring.v3.ListTimeSeriesRequest;
import com.google.monitoring.v3.ListTimeSeriesResponse;
import com.google.monitoring.v3.Point;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.monitoring.v3.TypedValue;
import com.google.protobuf.util.Timestamps;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/// A server that speaks the API of Cloud Monitoring: `ListTimeSeries`, with Google's own messages.
public final class FakeMonitoring implements AutoCloseable {

    private static final MethodDescriptor<ListTimeSeriesRequest, ListTimeSeriesResponse> LIST =
            MethodDescriptor.<ListTimeSeriesRequest, ListTimeSeriesResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("google.monitoring.v3.MetricService/ListTimeSeries")
                    .setRequestMarshaller(ProtoUtils.marshaller(ListTimeSeriesRequest.getDefaultInstance()))
                    .setResponseMarshaller(ProtoUtils.marshaller(ListTimeSeriesResponse.getDefaultInstance()))
                    .build();

    private final Server server;
    private final List<ListTimeSeriesRequest> asked = new CopyOnWriteArrayList<>();
    private volatile Function<ListTimeSeriesRequest, ListTimeSeriesResponse> answer =
            _ -> ListTimeSeriesResponse.getDefaultInstance();
    private volatile @Nullable Status failure;
    private volatile boolean stalls;

    public FakeMonitoring() throws IOException {
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("google.monitoring.v3.MetricService")
                        .addMethod(LIST, ServerCalls.asyncUnaryCall(this::list))
                        .build())
                .build()
                .start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    public void answers(Function<ListTimeSeriesRequest, ListTimeSeriesResponse> newAnswer) {
        failure = null;
        answer = newAnswer;
    }

    /// One series with a value for each period of the request, whose end the function is given.
    public void holds(ToDoubleBiFunction<ListTimeSeriesRequest, Instant> value) {
        answers(request -> {
            var series = TimeSeries.newBuilder();
            var period = request.getAggregation().getAlignmentPeriod().getSeconds();
            var start = request.getInterval().getStartTime().getSeconds();
            for (var end = request.getInterval().getEndTime().getSeconds(); end > start; end -= period) {
                series.addPoints(Point.newBuilder()
                        .setInterval(TimeInterval.newBuilder().setEndTime(Timestamps.fromSeconds(end)))
                        .setValue(TypedValue.newBuilder()
                                .setDoubleValue(value.applyAsDouble(request, Instant.ofEpochSecond(end)))));
            }
            return ListTimeSeriesResponse.newBuilder().addTimeSeries(series).build();
        });
    }

    void fails(Status status) {
        failure = status;
    }

    void stalls() {
        stalls = true;
    }

    public List<ListTimeSeriesRequest> asked() {
        return asked;
    }

    private void list(ListTimeSeriesRequest request, StreamObserver<ListTimeSeriesResponse> observer) {
        asked.add(request);
        var failed = failure;
        if (failed != null) {
            observer.onError(failed.asRuntimeException());
        } else if (!stalls) {
            observer.onNext(answer.apply(request));
            observer.onCompleted();
        }
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
