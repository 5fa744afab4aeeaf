package io.gennaker.outbox.quarkus;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/// Migrations take as long as they take: one that is cut short begins anew at the next start and is cut short again.
@Singleton
class PatientMigrations implements FlywayConfigurationCustomizer {
    private static final int FOR_EVER = -1;

    @Override
    public void customize(FluentConfiguration configuration) {
        // another replica may be migrating
        configuration.lockRetryCount(FOR_EVER).callbacks(new Unbounded());
    }

    /// Lifts the timeout of the socket, which is for statements of the service, while a migration runs.
    private static final class Unbounded implements Callback {
        private int usual;

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE || event == Event.AFTER_EACH_MIGRATE;
        }

        @Override
        public boolean canHandleInTransaction(Event event, Context context) {
            return true;
        }

        @Override
        public void handle(Event event, Context context) {
            try {
                Connection connection = context.getConnection();
                if (event == Event.BEFORE_EACH_MIGRATE) {
                    usual = connection.getNetworkTimeout();
                    connection.setNetworkTimeout(Runnable::run, 0);
                } else {
                    connection.setNetworkTimeout(Runnable::run, usual);
                }
            } catch (SQLException e) {
                throw new IllegalStateException("the timeout of the migration's connection cannot be set", e);
            }
        }

        @Override
        public String getCallbackName() {
            return "unbounded";
        }
    }
}
