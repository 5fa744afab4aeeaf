package io.gennaker.deployer.readiness;

import io.gennaker.contracts.FailureCode;
import java.util.List;

/// Where an object stands.
public sealed interface Readiness {
    record Ready() implements Readiness {}

    /// Not yet; the symptoms say what may keep it from ever becoming ready, when they persist.
    record Waiting(String reason, List<Symptom> symptoms) implements Readiness {
        public Waiting {
            symptoms = List.copyOf(symptoms);
        }

        public Waiting(String reason) {
            this(reason, List.of());
        }
    }

    /// It can no longer become ready.
    record Failed(FailureCode code, String reason) implements Readiness {}

    static Readiness ready() {
        return new Ready();
    }
}
