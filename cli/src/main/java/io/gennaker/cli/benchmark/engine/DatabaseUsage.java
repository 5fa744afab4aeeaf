package io.gennaker.cli.benchmark.engine;

import java.sql.SQLException;

/// What the database did so far.
record DatabaseUsage(long commits, long walBytes) {
    static DatabaseUsage of(BenchPlatform platform) throws SQLException {
        try (var connection = platform.database("orchestrator");
                var statement = connection.createStatement();
                var row = statement.executeQuery("""
                        select xact_commit, (select wal_bytes from pg_stat_wal)
                        from pg_stat_database where datname = current_database()""")) {
            row.next();
            return new DatabaseUsage(row.getLong(1), row.getLong(2));
        }
    }

    DatabaseUsage since(DatabaseUsage before) {
        return new DatabaseUsage(commits - before.commits, walBytes - before.walBytes);
    }
}
