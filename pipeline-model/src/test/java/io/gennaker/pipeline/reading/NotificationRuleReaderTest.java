package io.gennaker.pipeline.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.CalloutTask.NoticeChannel;
import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.ReadResult;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.Occasion;
import io.gennaker.pipeline.problem.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NotificationRuleReaderTest {
    private static final String RULE = """
            apiVersion: gennaker/v1
            kind: NotificationRule
            metadata: {name: shop-people, application: shop}
            spec:
              pipelines: ["shop-*", "regex:cart.+"]
              on: [failed, waiting]
              to:
                - {channel: slack, to: C0123456789}
                - {channel: email, to: team@example.com}
                - {channel: teams, to: releases}
                - {channel: webhook, url: "https://x.example/notices"}
              title: "${{ fact.pipeline }} ${{ fact.occasion }}"
            """;

    @Test
    void shouldReadARule() {
        // When
        var rule = (NotificationRule) ((ReadResult.Read) Definitions.read("rule.yaml", RULE))
                .documents()
                .getFirst()
                .definition();

        // Then
        assertThat(rule.name()).isEqualTo("shop-people");
        assertThat(rule.on()).containsExactlyInAnyOrder(Occasion.FAILED, Occasion.WAITING);
        assertThat(rule.to())
                .containsExactly(
                        new NotificationRule.Target(NoticeChannel.SLACK, "C0123456789"),
                        new NotificationRule.Target(NoticeChannel.EMAIL, "team@example.com"),
                        new NotificationRule.Target(NoticeChannel.TEAMS, "releases"),
                        new NotificationRule.Target(NoticeChannel.WEBHOOK, "https://x.example/notices"));
        assertThat(rule.title()).isEqualTo("${{ fact.pipeline }} ${{ fact.occasion }}");
        assertThat(rule.message()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"shop-eu, shop, true", "cart2, shop, true", "shop, shop, false", "shop-eu, other, false"})
    void shouldConcernItsApplicationsPipelines(String pipeline, String application, boolean concerned) {
        // Given
        var rule = (NotificationRule) ((ReadResult.Read) Definitions.read("rule.yaml", RULE))
                .documents()
                .getFirst()
                .definition();

        // When
        boolean concerns = rule.concerns(pipeline, application);

        // Then
        assertThat(concerns).isEqualTo(concerned);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            failed, waiting | failed, broken | spec.on[1]
            on: [failed, waiting] | on: [] | spec.on
            C0123456789 | "#deploys" | spec.to[0].to
            team@example.com | "a@b.com,c@d.com" | spec.to[1].to
            to: releases | url: "https://teams.example/x" | spec.to[2].channel
            fact.pipeline | fact.colour | spec.title
            regex:cart.+ | regex:cart( | spec.pipelines[1]
            on: [failed | when: [failed | spec
            """)
    void shouldSayWhatIsWrong(String good, String bad, String path) {
        // When
        var result = (ReadResult.Invalid) Definitions.read("rule.yaml", RULE.replace(good, bad));

        // Then
        assertThat(result.problems()).extracting(Problem::path).contains(path);
    }

    @Test
    void shouldRefuseAHeaderInAnAddress() {
        // When
        var result = (ReadResult.Invalid)
                Definitions.read("rule.yaml", RULE.replace("team@example.com", "\"a@example.com\\r\\nBcc: x@y.zz\""));

        // Then
        assertThat(result.problems()).extracting(Problem::path).isEqualTo(List.of("spec.to[1].to"));
    }
}
