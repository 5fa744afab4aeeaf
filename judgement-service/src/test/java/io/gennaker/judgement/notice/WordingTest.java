package io.gennaker.judgement.notice;

import static org.assertj.core.api.Assertions.assertThat;

import io.gennaker.contracts.ExecutionEvent;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.StepStatus;
import io.gennaker.pipeline.definition.NotificationRule;
import io.gennaker.pipeline.definition.Occasion;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTest {
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Delivery DELIVERY = new Delivery(
            new ExecutionId("shop-1"), "shop", "acme", "eve", List.of("acme/shop:v2"), "Running", null, false);

    @ParameterizedTest
    @EnumSource
    void shouldHaveWordsForEachOccasion(Occasion occasion) {
        // When
        Words words = Wording.plain(fact(occasion, "because"));

        // Then
        assertThat(words.title()).startsWith("shop: ").doesNotContain("null");
    }

    @Test
    void shouldTakeTheWordsOfTheRule() {
        // When
        Words words = Wording.of(
                fact(Occasion.FAILED, "5 % errors"),
                rule(
                        "${{ fact.application }}/${{ fact.pipeline }}: ${{ fact.occasion }}",
                        "${{ fact.reason }} ${{ fact.link }}"),
                "https://g.example/1");

        // Then
        assertThat(words).isEqualTo(new Words("acme/shop: failed", "5 % errors https://g.example/1"));
    }

    @Test
    void shouldTellInItsOwnWordsWhereThoseOfTheRuleFail() {
        // When
        Words words = Wording.of(fact(Occasion.FAILED, "no"), rule("${{ fact.reason.size() / 0 }}", null), "");

        // Then
        assertThat(words.title()).isEqualTo("shop: delivery failed");
        assertThat(words.message()).startsWith("no\n(rule people: ");
    }

    @Test
    void shouldKeepATitleOnOneLine() {
        assertThat(new Words("a\r\nBcc: b", "").title()).isEqualTo("a Bcc: b");
    }

    @Test
    void shouldTellOnceThatItIsTakenBack() {
        // When
        var first = Occasions.of("1", compensating("traffic"), DELIVERY);
        var second = Occasions.of("2", compensating("workloads"), first.delivery());
        var end = Occasions.of(
                "3",
                new ExecutionEvent.Finished(DELIVERY.executionId(), "shop", ExecutionStatus.FAILED, "no", NOON),
                second.delivery());

        // Then
        assertThat(first.fact()).map(Fact::occasion).contains(Occasion.TAKING_BACK);
        assertThat(second.fact()).isEmpty();
        assertThat(end.fact()).map(Fact::occasion).contains(Occasion.FAILED);
        assertThat(end.delivery().takingBack()).isTrue();
        assertThat(end.delivery().status()).isEqualTo("Failed");
    }

    private static ExecutionEvent compensating(String step) {
        return new ExecutionEvent.StepChanged(
                DELIVERY.executionId(), "canary", step, step + " back", null, true, StepStatus.RUNNING, null, NOON);
    }

    private static NotificationRule rule(@Nullable String title, @Nullable String message) {
        return new NotificationRule("people", null, List.of(), Set.of(Occasion.FAILED), List.of(), title, message);
    }

    private static Fact fact(Occasion occasion, String reason) {
        return new Fact("1", occasion, DELIVERY, "canary", reason, "dana", null, "Promote?", NOON);
    }
}
