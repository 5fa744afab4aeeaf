package io.gennaker.cli.benchmark.engine;

import java.sql.Connection;
import java.sql.SQLException;

/// Rows that are put straight into tables, where making them as users do would take hours.
public final class Rows {
    private Rows() {}

    /// Pipelines in force, copies of `bench-1` under names that nobody starts.
    static void definitions(Connection orchestrator, int count) throws SQLException {
        insert(orchestrator, count, """
                insert into definition_version
                    (kind, name, digest, file_name, document, files, applied_by, applied_at)
                select kind, 'stored-' || number, digest, file_name, document, files, applied_by, applied_at
                from definition_version cross join generate_series(1, ?) as number
                where kind = 'PIPELINE' and name = 'bench-1'
                """);
        insert(orchestrator, count, """
                insert into definition (kind, name, digest, applied_at)
                select kind, 'stored-' || number, digest, applied_at
                from definition cross join generate_series(1, ?) as number
                where kind = 'PIPELINE' and name = 'bench-1'
                """);
        analyze(orchestrator);
    }

    /// Executions that have ended, one a second up to now, of 500 pipelines and as many applications, every tenth
    /// failed; as the console lists them: the documents behind the lines are empty.
    public static void finishedExecutions(Connection console, int count) throws SQLException {
        insert(console, count, """
                insert into execution_view
                    (id, accepted_at, pipeline, application, status, summary, document, started_at, finished_at, images)
                select id, accepted_at, pipeline, application, status,
                    json_build_object('id', id, 'pipeline', pipeline, 'application', application, 'status', initcap(status),
                        'trigger', 'manual', 'images', json_build_array('us.gcr.io/acme/' || application || ':v' || number),
                        'acceptedAt', to_char(accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'finishedAt', to_char(accepted_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                        'openJudgements', 0)::text,
                    '{}', accepted_at, accepted_at, 1
                from (
                    select 'page-' || number as id, number, 'pipeline-' || number % 500 as pipeline,
                        'application-' || number % 500 as application,
                        case number % 10 when 0 then 'FAILED' else 'SUCCEEDED' end as status,
                        date_trunc('second', now()) - number * interval '1 second' as accepted_at
                    from generate_series(1, ?) as number
                ) as finished
                """);
        analyze(console);
    }

    private static void insert(Connection database, int count, String sql) throws SQLException {
        try (var statement = database.prepareStatement(sql)) {
            statement.setInt(1, count);
            statement.executeUpdate();
        }
    }

    private static void analyze(Connection database) throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute("analyze");
        }
    }
}
