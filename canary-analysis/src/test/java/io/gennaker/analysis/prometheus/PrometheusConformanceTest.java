package io.gennaker.analysis.prometheus;

import io.gennaker.analysis.exchange.Access;
import io.gennaker.analysis.exchange.HttpConformance;
import io.gennaker.analysis.metrics.Series;
import io.gennaker.analysis.metrics.SeriesSource;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

class PrometheusConformanceTest extends HttpConformance {

    @Override
    protected SeriesSource source(Duration timeout, int largestAnswer) {
        return new PrometheusSource(server.address(), Access.NONE, timeout, largestAnswer);
    }

    @Override
    protected String query() {
        return "sum by (version) (rate(requests[1m]))";
    }

    @Override
    protected String body(List<Series> series) {
        return """
                {"status":"success","data":{"resultType":"matrix","result":[%s]}}
                """.formatted(series.stream().map(PrometheusConformanceTest::one).collect(Collectors.joining(",")));
    }

    private static String one(Series series) {
        return "{\"metric\":{\"version\":\"%s\"},\"values\":[%s]}"
                .formatted(
                        series.labels().get("version"),
                        series.points().stream()
                                .map(point -> "[%d,\"%s\"]".formatted(point.at().getEpochSecond(), point.value()))
                                .collect(Collectors.joining(",")));
    }

    @Override
    protected void refusesTheQuery(String message) {
        server.answers(400, """
                {"status":"error","errorType":"bad_data","error":"%s"}
                """.formatted(message));
    }

    @Override
    protected void answersInPart(String message) {
        server.answers(200, """
                {"status":"success","warnings":["%s"],"data":{"resultType":"matrix","result":[]}}
                """.formatted(message));
    }
}
