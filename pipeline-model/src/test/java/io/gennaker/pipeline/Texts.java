package io.gennaker.pipeline;

import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import java.util.regex.Pattern;

/// Small definitions for tests.
final class Texts {
    private Texts() {}

    /// A pipeline with every kind of stage; each line stands once, so that tests can replace it.
    static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata:
              name: shop
            spec:
              parameters:
                - name: replicas
                  type: int
                  default: 12
              artifacts:
                - name: shop
                  image: us.gcr.io/acme/shop
              triggers:
                - name: pushed
                  type: registry
                  image: us.gcr.io/acme/shop
                  tag: "v*"
              concurrency:
                limit: 2
              timeout: 2h
              variables:
                host: shop
              stages:
                - id: replica
                  kind: deploy
                  cluster: replica
                  namespace: shop
                  manifests: [shop.yaml]
                  undoOnFailure: false
                - id: blackbox
                  kind: job
                  cluster: replica
                  namespace: shop
                  manifest: job.yaml
                - id: pause
                  kind: wait
                  needs: [replica]
                  duration: 10s
                - id: approve
                  kind: judgement
                  needs: [blackbox, pause]
                  when: parameters.replicas > 1
                  title: Go on?
                  quorum: 1
                - id: canary
                  kind: canary
                  cluster: production
                  namespace: shop
                  manifests: [shop.yaml]
                  timeout: 1h
                  workload: shop
                  replicas: 3
                  route:
                    virtualService: shop
                    host: shop
                    destinationRule: shop
                  confirm:
                    tolerance: 4
                  analysis:
                    step: 5s
                    pass: 95
                    marginal: 80
                    groupWeights:
                      errors: 100
                    metrics:
                      - name: error-rate
                        preset: istio-error-rate
                        group: errors
                        effectSize:
                          allowedIncrease: 1.1
                  steps:
                    - weight: 10
                      analysis:
                        duration: 10m
                    - judgement:
                        title: Further?
                    - weight: 33
            """;

    static List<Problem> problems(String text) {
        return switch (Definitions.read("pipeline.yaml", text)) {
            case ReadResult.Read _ -> List.of();
            case ReadResult.Invalid invalid -> invalid.problems();
        };
    }

    /// The pipeline with one piece of text replaced.
    static String with(String piece, String replacement) {
        if (PIPELINE.split(Pattern.quote(piece), -1).length != 2) {
            throw new AssertionError("'" + piece + "' must stand exactly once");
        }
        return PIPELINE.replace(piece, replacement);
    }
}
