package io.gennaker.analysis.postgres;

import io.gennaker.contracts.ReleaseHistory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Removes old reports and standstills, in small batches. Reports with which later releases are compared stay, however
/// old. Every replica does so; rows that another one is removing are left to it.
@ApplicationScoped
public class Retention {

    /// No analysis lasts so long, even one that was paused for weeks: it still needs its standstills.
    private static final Duration SHORTEST = Duration.ofDays(180);

    private static final Logger LOG = Logger.getLogger(Retention.class);
    static final int BATCH = 100;
    /// Not often: each time, all that stay are looked at.
    private static final Duration EVERY = Duration.ofDays(1);

    /// Looks at the next of the old ones and tells the last of these. One release more than are compared stays, as the
    /// one that is judged is not compared with itself.
    private static final String REPORTS = """
            WITH old AS (
                SELECT operation_id, verdict, judged_at, report -> 'cluster' ->> 'name' AS cluster,
                       report ->> 'namespace' AS namespace, report ->> 'workload' AS workload
                  FROM analysis_report
                 WHERE judged_at < now() - make_interval(secs => ?) AND (judged_at, operation_id) > (?::timestamptz, ?)
                 ORDER BY judged_at, operation_id LIMIT ? FOR UPDATE SKIP LOCKED
            ), removed AS (
                DELETE FROM analysis_report WHERE operation_id IN (
                    SELECT operation_id FROM old
                     WHERE verdict <> 'PASS' OR %d < (
                           SELECT count(DISTINCT execution_id) FROM analysis_report AS later
                            WHERE later.report -> 'cluster' ->> 'name' = old.cluster
                              AND later.report ->> 'namespace' = old.namespace
                              AND later.report ->> 'workload' = old.workload
                              AND later.verdict = 'PASS' AND later.judged_at > old.judged_at)))
            SELECT judged_at, operation_id FROM old ORDER BY judged_at DESC, operation_id DESC LIMIT 1
            """.formatted(ReleaseHistory.MOST_RELEASES);
    private static final String STANDSTILLS = """
            DELETE FROM analysis_standstill WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM analysis_standstill WHERE since < now() - make_interval(secs => ?)
                 LIMIT ? FOR UPDATE SKIP LOCKED))
            """;

    private final DataSource dataSource;
    private final Duration retention;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("retention").factory());

    Retention(
            DataSource dataSource,
            @ConfigProperty(name = "gennaker.reports.retention", defaultValue = "730d") Duration retention) {
        if (retention.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "gennaker.reports.retention: found %s, must be at least %s".formatted(retention, SHORTEST));
        }
        this.dataSource = dataSource;
        this.retention = retention;
    }

    void start(@Observes StartupEvent event) {
        timer.scheduleWithFixedDelay(this::removeAndGoOn, 1, EVERY.toMinutes(), TimeUnit.MINUTES);
    }

    void stop(@Observes ShutdownEvent event) {
        timer.shutdownNow();
    }

    private void removeAndGoOn() {
        try {
            removeOld();
        } catch (IllegalStateException failed) {
            LOG.warnf("what is old is not removed now, trying again later reason=\"%s\"", failed.getMessage());
        }
    }

    void removeOld() {
        var place = Optional.of(Place.START);
        while (place.isPresent()) {
            place = removeReports(place.get());
        }
        var removed = BATCH;
        while (removed == BATCH) {
            removed = removeStandstills();
        }
    }

    /// How far the reports were looked at, in order of their age.
    record Place(String judgedAt, String operationId) {
        static final Place START = new Place("-infinity", "");
    }

    /// Looks at a batch of reports, whether they stay or go: however many stay, a statement ends in time.
    ///
    /// @return the last that was looked at; empty at the end
    Optional<Place> removeReports(Place after) {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(REPORTS)) {
            statement.setDouble(1, retention.toSeconds());
            statement.setString(2, after.judgedAt());
            statement.setString(3, after.operationId());
            statement.setInt(4, BATCH);
            try (var last = statement.executeQuery()) {
                return last.next() ? Optional.of(new Place(last.getString(1), last.getString(2))) : Optional.empty();
            }
        } catch (SQLException failed) {
            throw notRemoved(failed);
        }
    }

    private int removeStandstills() {
        try (var connection = dataSource.getConnection();
                var statement = connection.prepareStatement(STANDSTILLS)) {
            statement.setDouble(1, retention.toSeconds());
            statement.setInt(2, BATCH);
            return statement.executeUpdate();
        } catch (SQLException failed) {
            throw notRemoved(failed);
        }
    }

    private static IllegalStateException notRemoved(SQLException failed) {
        return new IllegalStateException("cannot remove what is old: " + failed.getMessage(), failed);
    }
}
