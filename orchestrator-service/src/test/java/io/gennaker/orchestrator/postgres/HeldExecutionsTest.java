package io.gennaker.orchestrator.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gennaker.contracts.Actor;
import io.gennaker.contracts.Artifact;
import io.gennaker.contracts.Digest;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.contracts.ExecutionStatus;
import io.gennaker.contracts.ImageReference;
import io.gennaker.contracts.TriggerInfo;
import io.gennaker.orchestrator.admission.Concurrency;
import io.gennaker.orchestrator.admission.Occupancy;
import io.gennaker.orchestrator.execution.Decision;
import io.gennaker.orchestrator.execution.Ending;
import io.gennaker.orchestrator.execution.ExecutionState;
import io.gennaker.orchestrator.execution.Freezing;
import io.gennaker.orchestrator.execution.Input;
import io.gennaker.orchestrator.execution.Plans;
import io.gennaker.orchestrator.execution.Timer;
import io.gennaker.orchestrator.intake.Fact;
import io.gennaker.orchestrator.intake.Origin;
import io.gennaker.orchestrator.intake.RecordedMove;
import io.gennaker.orchestrator.intake.Recording;
import io.gennaker.orchestrator.intake.StoredExecution;
import io.gennaker.orchestrator.intake.Withdrawals;
import io.gennaker.outbox.testing.InfrastructureResource;
import io.gennaker.pipeline.plan.Plan;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What one transaction moves, seen by itself and by those after it, over a real database.
@QuarkusTest
@WithTestResource(InfrastructureResource.class)
class HeldExecutionsTest {
    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
    private static final Digest PLAN = Digest.of("a plan of this test");
    private static final Concurrency ONE = new Concurrency(1, Concurrency.WhenFull.QUEUE);
    private static final Ending SUCCEEDED = new Ending(ExecutionStatus.SUCCEEDED, null);

    private static final Timer TIMEOUT = new Timer.ExecutionTimeout();

    private final String pipeline = "held-" + UUID.randomUUID();
    private final ExecutionId first = new ExecutionId(pipeline + "-1");
    private final ExecutionId second = new ExecutionId(pipeline + "-2");

    @Inject
    PostgresExecutions executions;

    @Inject
    PostgresPlans plans;

    @Inject
    PostgresWithdrawals withdrawals;

    @Inject
    DataSource dataSource;

    @Inject
    TransactionSynchronizationRegistry transactions;

    @BeforeEach
    void twoThatWait() {
        QuarkusTransaction.requiringNew().run(() -> {
            plans.put(PLAN, Plans.of());
            add(first);
            add(second);
        });
    }

    /// The pipeline has no places: who looks for those that wait must not find these.
    @AfterEach
    void nobodyWaits() throws SQLException {
        try (var connection = dataSource.getConnection();
                var statement =
                        connection.prepareStatement("update execution set ended_at = now() where pipeline = ?")) {
            statement.setString(1, pipeline);
            statement.executeUpdate();
        }
    }

    @Test
    void shouldSeeItsOwnMovesWhereverItAsks() {
        QuarkusTransaction.requiringNew().run(() -> {
            // Given
            executions.expect(List.of(first, second));

            // When
            move(first, running(first), 0);
            move(second, new ExecutionState.Queued(second, null, new Freezing.Exempt()), 1);

            // Then
            assertThat(executions.occupancy(pipeline))
                    .isEqualTo(new Occupancy(1, List.of(new Occupancy.Waiting(second, Occupancy.Freezing.EXEMPT))));
            assertThat(executions.lock(first).orElseThrow().state()).isEqualTo(running(first));

            // When
            move(first, ended(first), 2);

            // Then
            assertThat(executions.lastSucceeded(pipeline)).contains(PLAN);
            assertThat(executions.history(first))
                    .extracting(RecordedMove::sequence)
                    .containsExactly(1L, 2L);
        });
        assertThat(stored(first)).isEqualTo(new StoredExecution(pipeline, PLAN, ended(first), 2));
        assertThat(stored(second).sequence()).isEqualTo(1);
    }

    @Test
    void shouldNotMeanToRunWhatTookBackWhateverBecomesOfTheImage() {
        // Given
        var image = new ImageReference("us.gcr.io/acme/shop", null, Digest.of(pipeline));
        QuarkusTransaction.requiringNew().run(() -> {
            withdrawals.withdraw(pipeline, new Artifact("shop", image), first, NOON);
            move(first, ended(first), 1);
            executions.takenBack(first, true);
        });

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            withdrawals.withdraw(pipeline, new Withdrawals.Withdrawn.ByPerson(image.pinned(), "eve", "it leaks", NOON));
            withdrawals.reinstate(pipeline, image.pinned());
        });

        // Then
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.lastSucceeded(pipeline)))
                .isEmpty();
    }

    @Test
    void shouldMeanToRunWhatWasDeliveredAfterAll() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> {
            move(first, running(first), 0);
            executions.takenBack(first, true);
            move(first, ended(first), 1);
        });
        boolean before = QuarkusTransaction.requiringNew().call(() -> executions.isTakenBack(first));

        // When
        QuarkusTransaction.requiringNew().run(() -> executions.takenBack(first, false));

        // Then
        assertThat(before).isTrue();
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.isTakenBack(first)))
                .isFalse();
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.lastSucceeded(pipeline)))
                .contains(PLAN);
    }

    @Test
    void shouldTellHowLongOneWaitsWithoutHoldingThePlaces() {
        // Given
        QuarkusTransaction.requiringNew()
                .run(() -> executions.limit(
                        pipeline, new Concurrency(1, Concurrency.WhenFull.QUEUE, Duration.ofHours(4))));

        // Then
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.startWithin(pipeline)))
                .contains(Duration.ofHours(4));
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.startWithin(pipeline + "-other")))
                .isEmpty();
    }

    @Test
    void shouldGiveOneThatWaitsAnotherPlanAndRememberWhatWasNotGiven() {
        // Given
        var third = new ExecutionId(pipeline + "-3");
        var other = Digest.of("another plan of " + pipeline);
        var origin = new Origin(new TriggerInfo("registry", "pushed", "1", null, Map.of()), NOON, List.of("api"));
        QuarkusTransaction.requiringNew()
                .run(() -> executions.add(
                        new StoredExecution(pipeline, PLAN, new ExecutionState.Queued(third), 0), origin));

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            plans.put(other, Plans.of());
            executions.renew(executions.lock(third).orElseThrow(), other);
        });

        // Then
        assertThat(stored(third)).isEqualTo(new StoredExecution(pipeline, other, new ExecutionState.Queued(third), 0));
        assertThat(QuarkusTransaction.requiringNew().call(() -> executions.origin(third)))
                .isEqualTo(origin);
    }

    /// One that waits ends without holding the places: it took none.
    @Test
    void shouldNotOfferAPlaceToOneThatEndedElsewhereWhileThePlacesWereHeld() {
        QuarkusTransaction.requiringNew().run(() -> {
            // Given
            assertThat(executions.occupancy(pipeline).waiting()).hasSize(2);

            // When
            QuarkusTransaction.requiringNew().run(() -> {
                executions.lock(first);
                move(first, ended(first), 0);
            });

            // Then
            assertThat(executions.lock(first).orElseThrow().state()).isEqualTo(ended(first));
            assertThat(executions.occupancy(pipeline).waiting())
                    .extracting(Occupancy.Waiting::id)
                    .containsExactly(second);
        });
    }

    /// Plans that are under way may be more than are kept in memory.
    @Test
    void shouldNotWriteWhatItHoldsToReadAPlan() {
        var forgetful = new PostgresPlans(dataSource, transactions);
        QuarkusTransaction.requiringNew().run(() -> {
            // Given
            executions.expect(List.of(first, second));
            move(first, running(first), 0);

            // When
            Plan plan = forgetful.get(PLAN);

            // Then
            assertThat(plan).isEqualTo(Plans.of());
            assertThat(new Sql(dataSource)
                            .query(
                                    "select sequence from execution where id = ?",
                                    columns -> columns.getLong(1),
                                    first.value()))
                    .containsExactly(0L);
        });
    }

    @Test
    void shouldReadAPlanThatItHolds() {
        // Given
        var forgetful = new PostgresPlans(dataSource, transactions);
        var digest = Digest.of("a plan of " + pipeline);
        QuarkusTransaction.requiringNew().run(() -> {
            plans.put(digest, Plans.of());

            // When
            Plan plan = forgetful.get(digest);

            // Then
            assertThat(plan).isEqualTo(Plans.of());
        });
    }

    @Test
    void shouldKeepTheOrderOfThoseThatItAdds() {
        // Given
        var third = new ExecutionId(pipeline + "-3");
        var fourth = new ExecutionId(pipeline + "-0");

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            executions.expect(List.of(first, third, fourth));
            add(third);
            add(fourth);
            move(fourth, new ExecutionState.Queued(fourth, null, new Freezing.Frozen("calm", "sale", null)), 0);
            move(first, running(first), 1);

            // Then
            assertThat(executions.exists(third)).isTrue();
            assertThat(executions.exists(new ExecutionId(pipeline + "-9"))).isFalse();
            assertThat(waiting()).containsExactly(second, third, fourth);
        });
        assertThat(QuarkusTransaction.requiringNew().call(this::waiting)).containsExactly(second, third, fourth);
    }

    private List<ExecutionId> waiting() {
        return executions.occupancy(pipeline).waiting().stream()
                .map(Occupancy.Waiting::id)
                .toList();
    }

    private Recording recording(ExecutionId id) {
        return executions.recording(executions.lock(id).orElseThrow());
    }

    @Test
    void shouldRecordTheSameBeforeAndAfterItIsWritten() {
        // When
        var before = QuarkusTransaction.requiringNew().call(() -> {
            move(first, running(first), 0);
            executions.queueLast(second);
            move(first, ended(first), 1);
            return recording(first);
        });

        // Then
        assertThat(QuarkusTransaction.requiringNew().call(() -> recording(first)))
                .isEqualTo(before);
    }

    @Test
    void shouldRecordEachThatEndsWhereItReadTheHistoriesOfAllWithTheFirst() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> {
            move(first, running(first), 0);
            move(second, running(second), 0);
        });

        // When
        var before = QuarkusTransaction.requiringNew().call(() -> {
            executions.expect(List.of(first, second));
            move(first, ended(first), 1);
            var ofFirst = recording(first);
            move(second, ended(second), 2);
            return List.of(ofFirst, recording(second));
        });

        // Then
        assertThat(QuarkusTransaction.requiringNew().call(() -> List.of(recording(first), recording(second))))
                .isEqualTo(before)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldRecordNoMovesThatCameAfterTheOneAskedFor() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> move(first, running(first), 0));
        var known = QuarkusTransaction.requiringNew().call(() -> recording(first));

        // When
        var then = QuarkusTransaction.requiringNew().call(() -> {
            var before = executions.lock(first).orElseThrow();
            move(first, ended(first), 1);
            return executions.recording(before);
        });

        // Then
        assertThat(then).isEqualTo(known);
        assertThat(QuarkusTransaction.requiringNew().call(() -> recording(first)))
                .isNotEqualTo(known);
    }

    @Test
    void shouldAddAnExecutionAsTheMovesOfTheSameTransactionLeftIt() {
        // Given
        var third = new ExecutionId(pipeline + "-3");

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            add(third);
            executions.timers(third).set(TIMEOUT, NOON.plusSeconds(60));
            move(third, running(third), 1);
            move(third, ended(third), 2);
        });

        // Then
        assertThat(stored(third)).isEqualTo(new StoredExecution(pipeline, PLAN, ended(third), 2));
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> executions.history(third).size()))
                .isEqualTo(2);
        assertThat(timers(third)).isEqualTo(Map.of(TIMEOUT.name(), NOON.plusSeconds(60)));
        assertThat(times(third)).isEqualTo(NOON.plusSeconds(1) + " " + NOON.plusSeconds(2));
    }

    @Test
    void shouldStandStillSinceTheLastMoveThatChangedItsState() {
        // Given
        var patience = Instant.parse("2100-01-01T00:00:00Z");
        QuarkusTransaction.requiringNew()
                .run(() -> save(executions.lock(first).orElseThrow(), running(first), 0, patience));
        QuarkusTransaction.requiringNew().run(() -> executions.reported(first, NOON.plusSeconds(60)));

        // When
        QuarkusTransaction.requiringNew().run(() -> move(first, running(first), 120));

        // Then
        assertThat(stored(first).sequence()).isEqualTo(2);
        assertThat(standing(first)).containsExactly(NOON, patience, NOON.plusSeconds(60));

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            move(first, ended(first), 180);
            move(first, ended(first), 240);
        });

        // Then
        assertThat(standing(first)).containsExactly(NOON.plusSeconds(180), null, null);
    }

    private List<@Nullable Instant> standing(ExecutionId id) {
        return new Sql(dataSource)
                        .query(
                                "select unnest(array[moved_at, look_at, reported_at]) as time from execution where id = ?",
                                columns -> Optional.ofNullable(columns.getObject("time", OffsetDateTime.class)),
                                id.value())
                        .stream()
                        .<@Nullable Instant>map(
                                time -> time.map(OffsetDateTime::toInstant).orElse(null))
                        .toList();
    }

    private String times(ExecutionId id) {
        return new Sql(dataSource)
                .query(
                        "select started_at, ended_at from execution where id = ?",
                        columns -> columns.getObject("started_at", OffsetDateTime.class)
                                        .toInstant() + " "
                                + columns.getObject("ended_at", OffsetDateTime.class)
                                        .toInstant(),
                        id.value())
                .getFirst();
    }

    @Test
    void shouldKeepTimersWithAnExecutionWhetherItMovesOrStays() {
        // When
        QuarkusTransaction.requiringNew().run(() -> {
            executions.timers(first).set(TIMEOUT, NOON.plusSeconds(60));
            executions.timers(second).set(TIMEOUT, NOON.plusSeconds(90));
            move(second, running(second), 0);
        });

        // Then
        assertThat(timers(first)).isEqualTo(Map.of(TIMEOUT.name(), NOON.plusSeconds(60)));
        assertThat(timers(second)).isEqualTo(Map.of(TIMEOUT.name(), NOON.plusSeconds(90)));

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            assertThat(executions.timers(first).ring(NOON.plusSeconds(60))).contains(TIMEOUT);
            move(second, running(second), 1);
            executions.queueLast(second);
            executions.timers(second).cancel(TIMEOUT);
        });

        // Then
        assertThat(timers(first)).isEmpty();
        assertThat(timers(second)).isEmpty();
        assertThat(stored(first).sequence()).isZero();
    }

    private Map<String, Instant> timers(ExecutionId id) {
        return QuarkusTransaction.requiringNew()
                .call(() -> executions.timers(id).due());
    }

    @Test
    void shouldHoldThePlacesThatItExpectsWithTheFirst() {
        // Given
        String other = pipeline + "-other";
        QuarkusTransaction.requiringNew().run(() -> {
            executions.limit(pipeline, ONE);
            executions.limit(other, ONE);
        });

        QuarkusTransaction.requiringNew().run(() -> {
            // When
            executions.expectPlaces(List.of(other, pipeline));
            var places = executions.lockPlaces(pipeline);

            // Then
            assertThat(places.concurrency()).isEqualTo(ONE);
            assertThat(places.occupancy().waiting())
                    .extracting(Occupancy.Waiting::id)
                    .containsExactly(first, second);
            assertThat(QuarkusTransaction.requiringNew().call(() -> free(pipeline, other)))
                    .isEmpty();
            assertThat(executions.lockPlaces(other).occupancy()).isEqualTo(new Occupancy(0, List.of()));
        });
    }

    private List<String> free(String... pipelines) {
        return new Sql(dataSource)
                .query(
                        "select name from pipeline where name = any (?) for update skip locked",
                        columns -> columns.getString("name"),
                        Sql.texts(List.of(pipelines), name -> name));
    }

    @Test
    void shouldSeeWhatItDidToPlacesThatItHolds() {
        // Given
        QuarkusTransaction.requiringNew().run(() -> executions.limit(pipeline, ONE));

        QuarkusTransaction.requiringNew().run(() -> {
            executions.lockPlaces(pipeline);

            // When
            executions.limit(pipeline, new Concurrency(3, Concurrency.WhenFull.QUEUE));
            executions.queueLast(first);
            move(second, running(second), 1);

            // Then
            var places = executions.lockPlaces(pipeline);
            assertThat(places.concurrency().limit()).isEqualTo(3);
            assertThat(places.occupancy())
                    .isEqualTo(new Occupancy(1, List.of(new Occupancy.Waiting(first, Occupancy.Freezing.NONE))));
        });
    }

    @Test
    void shouldKeepNothingWhenTheTransactionFails() {
        // When
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    executions.expect(List.of(first, second));
                    move(first, running(first), 0);
                    executions.occupancy(pipeline);
                    move(second, running(second), 1);
                    throw new IllegalStateException("the third message");
                }))
                .hasMessageContaining("the third message");

        // Then
        assertThat(stored(first).sequence()).isZero();
        assertThat(stored(second).sequence()).isZero();
        QuarkusTransaction.requiringNew().run(() -> move(second, running(second), 2));
        assertThat(stored(second).sequence()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAMoveFromAStateThatIsNotTheLast() {
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    var before = executions.lock(first).orElseThrow();
                    move(first, running(first), 0);
                    save(before, ended(first), 1);
                }))
                .hasMessageContaining("without its lock");
        assertThat(stored(first).sequence()).isZero();
    }

    @Test
    void shouldKeepNothingWhenOneOfAllDoesNotStandWhereItWas() {
        // When
        assertThatThrownBy(() -> QuarkusTransaction.requiringNew().run(() -> {
                    move(first, running(first), 0);
                    save(new StoredExecution(pipeline, PLAN, running(second), 7), ended(second), 1);
                }))
                .rootCause()
                .hasMessageContaining("1 of 2 executions moved without their lock");

        // Then
        assertThat(stored(first).sequence()).isZero();
        assertThat(stored(second).sequence()).isZero();
    }

    @Test
    void shouldKeepOneCopyOfTheStagesThatPlansOfOneVersionShare() {
        // Given
        var one = Plans.of(Plans.deploy("only").done());
        var other = Plans.of(Plans.deploy("only").done());
        assertThat(other.stages()).isNotSameAs(one.stages());

        // When
        QuarkusTransaction.requiringNew().run(() -> {
            plans.put(Digest.of(pipeline + "one"), one);
            plans.put(Digest.of(pipeline + "other"), other);
        });

        // Then
        assertThat(plans.get(Digest.of(pipeline + "other")))
                .isEqualTo(other)
                .extracting(Plan::stages)
                .isSameAs(plans.get(Digest.of(pipeline + "one")).stages());
    }

    @Test
    void shouldMoveMoreThanItHoldsAtOnce() {
        // When
        QuarkusTransaction.requiringNew()
                .run(() -> IntStream.range(0, 1201)
                        .forEach(time -> move(
                                first,
                                new ExecutionState.Queued(first, null, new Freezing.Frozen("calm", "no " + time, null)),
                                time)));

        // Then
        assertThat(stored(first).sequence()).isEqualTo(1201);
        assertThat(QuarkusTransaction.requiringNew()
                        .call(() -> executions.history(first).size()))
                .isEqualTo(1201);
    }

    private void add(ExecutionId id) {
        var trigger = new TriggerInfo("manual", "test", "1", "ann", Map.of());
        executions.add(
                new StoredExecution(pipeline, PLAN, new ExecutionState.Queued(id), 0), new Origin(trigger, NOON));
    }

    private void move(ExecutionId id, ExecutionState to, int seconds) {
        save(executions.lock(id).orElseThrow(), to, seconds);
    }

    private void save(StoredExecution from, ExecutionState to, int seconds) {
        save(from, to, seconds, null);
    }

    private void save(StoredExecution from, ExecutionState to, int seconds, @Nullable Instant patience) {
        var moved = new StoredExecution(pipeline, PLAN, to, from.sequence() + 1);
        var input = new Input.CancelRequested(new Actor("ann", List.of()), "a move", NOON.plusSeconds(seconds));
        executions.save(moved, new Fact(to.id(), moved.sequence(), input, new Decision(to, List.of())), patience);
    }

    private static ExecutionState running(ExecutionId id) {
        return new ExecutionState.Running(id, Map.of(), Map.of(), List.of(), 0, NOON.plusSeconds(60));
    }

    private static ExecutionState ended(ExecutionId id) {
        return new ExecutionState.Ended(id, SUCCEEDED, null);
    }

    private StoredExecution stored(ExecutionId id) {
        return QuarkusTransaction.requiringNew().call(() -> executions.lock(id).orElseThrow());
    }
}
