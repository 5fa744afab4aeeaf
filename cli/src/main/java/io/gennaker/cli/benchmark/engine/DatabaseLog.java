package io.gennaker.cli.benchmark.engine;

import java.sql.Connection;
import java.sql.SQLException;

/// Makes the write-ahead log of a new database as it is where the database has been in use: its files are there to
/// be written again, and checkpoints are as far apart as production has them. In a new one a commit waits for each
/// new file to be filled and flushed.
final class DatabaseLog {
    private static final long FILE_BYTES = 16L * 1024 * 1024;
    /// More than a stage writes.
    private static final long BYTES_PER_STAGE = 6_000;
    /// Bounds the disk space: 2 GiB.
    private static final int MOST_FILES = 128;

    private DatabaseLog() {}

    /// @param stages that will run
    static void use(Connection superuser, long stages) throws SQLException {
        long files = Math.min(2 + stages * BYTES_PER_STAGE / FILE_BYTES, MOST_FILES);
        try (var statement = superuser.createStatement()) {
            statement.execute("alter system set checkpoint_timeout = '15min'");
            statement.execute("alter system set max_wal_size = '4GB'");
            statement.execute("alter system set min_wal_size = '3GB'");
            statement.execute("select pg_reload_conf()");
            for (int i = 0; i < files; i++) {
                statement.execute("select pg_logical_emit_message(true, 'bench', 'a file ends only after something')");
                statement.execute("select pg_switch_wal()");
            }
            statement.execute("checkpoint");
        }
    }
}
