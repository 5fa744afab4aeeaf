package io.gennaker.analysis.canary;

import io.gennaker.judges.MetricPair;
import io.gennaker.judges.Samples;
import io.gennaker.judges.sequential.Histogram;
import io.gennaker.judges.sequential.Window;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/// What was measured of one metric.
public sealed interface MetricData {

    /// The values, for people and for the judges that compare values.
    MetricPair pair();

    /// Values alone.
    record Values(MetricPair pair) implements MetricData {
        Values then(Values later) {
            return new Values(joined(pair, later.pair));
        }
    }

    /// Requests and how many of them were bad.
    record Requests(MetricPair pair, List<Window> windows) implements MetricData {
        Requests then(Requests later) {
            return new Requests(joined(pair, later.pair), joined(windows, later.windows));
        }
    }

    /// Latencies in buckets, one histogram for each window.
    record Latencies(MetricPair pair, double quantile, List<Histogram> control, List<Histogram> experiment)
            implements MetricData {
        Latencies then(Latencies later) {
            return new Latencies(
                    joined(pair, later.pair),
                    quantile,
                    joined(control, later.control),
                    joined(experiment, later.experiment));
        }
    }

    /// The same metric over pieces of time that follow each other; at least one.
    static MetricData joined(List<MetricData> pieces) {
        return pieces.stream().reduce(MetricData::joined).orElseThrow();
    }

    private static MetricData joined(MetricData one, MetricData later) {
        return switch (one) {
            case Values values when later instanceof Values more -> values.then(more);
            case Requests requests when later instanceof Requests more -> requests.then(more);
            case Latencies latencies when later instanceof Latencies more -> latencies.then(more);
            case Values _, Requests _, Latencies _ ->
                throw new IllegalArgumentException("pieces of one metric are of one kind");
        };
    }

    private static MetricPair joined(MetricPair one, MetricPair later) {
        return new MetricPair(
                one.name(),
                one.id(),
                one.tags(),
                joined(one.control(), later.control()),
                joined(one.experiment(), later.experiment()));
    }

    private static Samples joined(Samples one, Samples later) {
        return Samples.of(DoubleStream.concat(DoubleStream.of(one.toArray()), DoubleStream.of(later.toArray()))
                .toArray());
    }

    private static <T> List<T> joined(List<T> one, List<T> later) {
        return Stream.concat(one.stream(), later.stream()).toList();
    }
}
