package io.gennaker.pipeline;

import java.util.Map;

/// A template with one of everything, and a pipeline that names it.
final class TemplateTexts {
    private TemplateTexts() {}

    static final String TEMPLATE = """
            apiVersion: gennaker/v1
            kind: PipelineTemplate
            metadata:
              name: service
              description: How services are delivered
            spec:
              variables:
                - name: image
                  type: string
                  pattern: "[a-z0-9./-]+"
                  description: repository of the image
                  example: us.gcr.io/acme/shop
                - name: replicas
                  type: int
                  default: 3
                - name: schema
                  type: bool
                  default: false
                - name: regions
                  type: list
                  default: [eu, us]
                - name: size
                  type: enum
                  values: [small, large]
                  default: small
                - name: limits
                  type: object
                  default: {cpu: 2}
                - name: title
                  type: string
                  expressions: true
                  default: Go on?
                - name: note
                  type: string
                  required: false
                  example: a note
              pipeline:
                artifacts:
                  - name: app
                    image: $[[ template.image ]]
                triggers:
                  - name: pushed
                    type: registry
                    image: $[[ template.image ]]
                timeout: 2h
                variables:
                  service: $[[ pipeline.name ]]
                  label: "$[[ pipeline.name ]]-${{ artifacts.app.tag }}"
                  cpu: $[[ template.limits.cpu ]]
                stages:
                  - id: schema
                    if: template.schema
                    kind: job
                    cluster: replica
                    namespace: shop
                    manifest: manifests/job.yaml
                  - id: replica
                    kind: deploy
                    cluster: replica
                    namespace: shop
                    manifests: [manifests/app.yaml]
                    variables:
                      replicas: $[[ template.replicas ]]
                  - insert: tests
                    description: tests of the service's own
                  - id: rollout
                    repeat: {in: template.regions}
                    stages:
                      - id: deploy
                        kind: deploy
                        cluster: $[[ "production-" + each.value ]]
                        namespace: shop
                        manifests: [manifests/app.yaml]
                        variables:
                          replicas: '$[[ template.size == "large" ? template.replicas * 2 : template.replicas ]]'
                      - id: settle
                        kind: wait
                        duration: 10s
                  - id: approve
                    kind: judgement
                    when: trigger.kind != $[[ pipeline.name ]]
                    title: $[[ template.title ]]
            """;

    static final String PIPELINE = """
            apiVersion: gennaker/v1
            kind: Pipeline
            metadata:
              name: shop
              application: store
            spec:
              template:
                name: service
                variables:
                  image: us.gcr.io/acme/shop
                  replicas: 5
            """;

    static final Map<String, String> TEMPLATE_FILES = Map.of("manifests/app.yaml", """
                    apiVersion: apps/v1
                    kind: Deployment
                    metadata: {name: "${{ variables.service }}"}
                    spec:
                      replicas: ${{ variables.replicas }}
                      template: {spec: {containers: [{name: app, image: us.gcr.io/acme/shop:any}]}}
                    """, "manifests/job.yaml", """
                    apiVersion: batch/v1
                    kind: Job
                    metadata: {name: schema}
                    """);

    static PipelineTemplate template(String text) {
        return PipelineTemplate.of(new Written("templates/service.yaml", text, TEMPLATE_FILES));
    }

    static ExpansionResult expand(String template, String pipeline) {
        return template(template).expand(new Written("services/shop.yaml", pipeline, Map.of()));
    }

    static ExpansionResult.Expanded expanded(String template, String pipeline) {
        return switch (expand(template, pipeline)) {
            case ExpansionResult.Expanded expanded -> expanded;
            case ExpansionResult.Invalid(var problems) -> throw new AssertionError(problems.toString());
        };
    }
}
