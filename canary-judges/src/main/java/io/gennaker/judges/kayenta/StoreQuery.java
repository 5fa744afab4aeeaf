package io.gennaker.judges.kayenta;

/// What a metric of a canary configuration asks its store.
///
/// @param text with the placeholders `${workload}`, `${namespace}` and `${cluster}`
public record StoreQuery(Store store, String text) {

    /// The stores whose queries are known.
    public enum Store {
        PROMETHEUS("prometheus"),
        /// Google Cloud Monitoring, by the name it had.
        STACKDRIVER("stackdriver"),
        DATADOG("datadog");

        private final String type;

        Store(String type) {
            this.type = type;
        }

        /// As configurations name it.
        public String type() {
            return type;
        }
    }
}
