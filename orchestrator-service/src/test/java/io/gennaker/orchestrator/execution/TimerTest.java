package io.gennaker.orchestrator.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TimerTest {

    @ParameterizedTest
    @MethodSource("timers")
    void shouldBeFoundAgainByItsName(Timer timer) {
        assertThat(Timer.named(timer.name())).isEqualTo(timer);
    }

    static List<Timer> timers() {
        var operation = Story.operation("canary/shift-10");
        return List.of(
                new Timer.ExecutionTimeout(),
                new Timer.StartBy(Duration.ofMinutes(10)),
                new Timer.StageDue("canary"),
                new Timer.StageTimeout("canary"),
                new Timer.OperationTimeout(operation),
                new Timer.WaitOver(operation),
                new Timer.SettleTimeout(operation),
                new Timer.RetryDue(operation));
    }

    @Test
    void shouldCoverEveryKindOfTimer() {
        assertThat(timers().stream().map(Timer::getClass))
                .containsExactlyInAnyOrderElementsOf(Stream.of(Timer.class.getPermittedSubclasses())
                        .<Class<? extends Timer>>map(kind -> kind.asSubclass(Timer.class))
                        .toList());
        assertThat(timers().stream().map(Timer::name)).doesNotHaveDuplicates();
    }

    @Test
    void shouldBeRefusedWhenNoTimerHasTheName() {
        assertThatThrownBy(() -> Timer.named("tea/time")).hasMessage("no timer is named 'tea/time'");
    }
}
