package io.gennaker.contracts;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/// Work for the analysis service.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AnalysisTask.ConfirmTraffic.class, name = "ConfirmTraffic"),
    @JsonSubTypes.Type(value = AnalysisTask.AnalyseCanary.class, name = "AnalyseCanary"),
})
public sealed interface AnalysisTask {
    ClusterTarget cluster();

    String namespace();

    /// Name of the release's workload; those of baseline and canary follow by [Track#workload].
    String workload();

    /// Waits until the observed share of requests matches the weights.
    ///
    /// @param tolerance allowed difference of each share, in percentage points
    /// @param minimumRequests requests that must have been seen for the shares to count
    /// @param certainty null: its defaults
    record ConfirmTraffic(
            ClusterTarget cluster,
            String namespace,
            String workload,
            TrafficSplit expected,
            int tolerance,
            int minimumRequests,
            @Nullable Certainty certainty)
            implements AnalysisTask {
        public ConfirmTraffic {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
            Check.between("tolerance", tolerance, 0, 100);
            Check.between("minimum requests", minimumRequests, 0, Integer.MAX_VALUE);
        }
    }

    /// When the shares of requests tell something.
    ///
    /// @param confidence of the interval that bounds each share, in percent
    /// @param onLittleTraffic what it means when there were too few requests to the end
    record Certainty(double confidence, OnLittleTraffic onLittleTraffic) {
        public static final Certainty DEFAULT = new Certainty(95, OnLittleTraffic.FAIL);

        public Certainty {
            Check.between("confidence", confidence, 50.0, 99.99);
        }

        public enum OnLittleTraffic {
            /// The shift counts as not seen.
            @JsonProperty("Fail")
            FAIL,
            /// The weights are believed that the mesh accepted, and it is said that nobody saw more.
            @JsonProperty("GoOn")
            GO_ON
        }
    }

    /// Lets canary and baseline run for the warm-up, gathers data, compares them.
    ///
    /// @param compared workloads that are judged instead; null: baseline and canary of the workload
    record AnalyseCanary(
            ClusterTarget cluster,
            String namespace,
            String workload,
            AnalysisSpec spec,
            @Nullable Compared compared) implements AnalysisTask {
        public AnalyseCanary {
            Check.text("namespace", namespace, 63);
            Check.text("workload", workload, 253);
        }

        public AnalyseCanary(ClusterTarget cluster, String namespace, String workload, AnalysisSpec spec) {
            this(cluster, namespace, workload, spec, null);
        }
    }

    /// Workloads by name.
    ///
    /// @param baseline what the candidate is compared with; null where the judge needs none
    record Compared(String candidate, @Nullable String baseline) {
        public Compared {
            Check.text("candidate", candidate, 253);
            if (baseline != null) {
                Check.text("baseline", baseline, 253);
            }
        }
    }
}
