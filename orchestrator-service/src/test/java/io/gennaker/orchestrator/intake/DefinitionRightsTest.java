package io.gennaker.orchestrator.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.DefinitionCommand;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.TemplateChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pipeline `shop` is in force, in application `shop`.
class DefinitionRightsTest {
    private static final Instant AT = Instant.parse("2026-11-23T12:00:00Z");

    private final InMemoryStore store = new InMemoryStore();
    private final DefinitionRights rights = new DefinitionRights(new PipelineLanguage(), store);

    DefinitionRightsTest() {
        String document = pipeline("shop");
        store.put(new DefinitionVersion(
                DefinitionKind.PIPELINE, "shop", Digest.of(document), "shop.yaml", document, Map.of(), "ann", AT));
    }

    @ParameterizedTest(name = "{0} of {1} by {2}: {3}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "apply | shop | maintainer@shop  | -",
                "apply | shop | maintainer       | -",
                "apply | shop | deployer@shop    | in application shop",
                "apply | shop | maintainer@cart  | in application shop",
                "apply | shop | viewer           | in application shop",
                "move  | shop | maintainer@shop  | in application cart",
                "move  | shop | maintainer@cart  | in application shop",
                "move  | shop | maintainer@shop maintainer@cart | -",
                "apply | new  | maintainer@shop  | -",
                "apply | new  | maintainer@cart  | in application shop",
                "remove | shop | maintainer@shop | -",
                "remove | shop | maintainer@cart | in application shop",
                "remove | none | viewer          | -",
                "cluster | one | maintainer@shop | for all applications",
                "cluster | one | admin           | -",
                "promote | service | maintainer@shop | for all applications",
                "promote | service | maintainer  | -",
                "unreadable | new | viewer       | -",
            })
    void shouldAskForTheRightWhereADefinitionComesToAndWhereItLeaves(
            String what, String name, String roles, String refused) {
        // Given
        var by = new Actor("vic", List.of(roles.split(" ")));

        // When
        var refusal = rights.refusal(command(what, name, by));

        // Then
        if (refused == null) {
            assertThat(refusal).isEmpty();
        } else {
            assertThat(refusal).contains("vic may not define " + refused + "; roles: " + String.join(", ", by.roles()));
        }
    }

    private static DefinitionCommand command(String what, String name, Actor by) {
        return switch (what) {
            case "apply" ->
                apply(DefinitionKind.PIPELINE, name, pipeline("shop").replace("name: shop", "name: " + name), by);
            case "move" -> apply(DefinitionKind.PIPELINE, name, pipeline("cart"), by);
            // refused for what is wrong with it
            case "unreadable" -> apply(DefinitionKind.PIPELINE, name, "kind: Pipelin", by);
            case "cluster" ->
                apply(
                        DefinitionKind.CLUSTER,
                        name,
                        "apiVersion: gennaker/v1\nkind: Cluster\nmetadata: {name: one}\nspec: {}\n",
                        by);
            case "remove" -> new DefinitionCommand.Remove(DefinitionKind.PIPELINE, name, by, AT);
            default ->
                new DefinitionCommand.Promote(name, TemplateChannel.STABLE, Digest.of("x"), 100, List.of(), by, AT);
        };
    }

    private static DefinitionCommand apply(DefinitionKind kind, String name, String document, Actor by) {
        return new DefinitionCommand.Apply(kind, name, name + ".yaml", document, Map.of(), by, AT);
    }

    private static String pipeline(String application) {
        return """
                apiVersion: gennaker/v1
                kind: Pipeline
                metadata: {name: shop, application: %s}
                spec: {stages: [{id: pause, kind: wait, duration: 10ms}]}
                """.formatted(application);
    }
}
