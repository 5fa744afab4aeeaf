package io.gennaker.playground.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.regex.Pattern;

/// Prepares one database for several services: each gets a role and a schema of its own name, and can neither read nor
/// change what belongs to another.
public final class ServiceSchemas {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final Database server;
    private final String database;

    public ServiceSchemas(Database server, String database) {
        this.server = server;
        this.database = requireName(database);
    }

    /// Makes what is missing and sets every password; may be repeated.
    ///
    /// @param passwords by service name
    public void ensure(Map<String, String> passwords) {
        passwords.keySet().forEach(ServiceSchemas::requireName);
        try {
            ensureDatabase();
            try (var connection = server.connect(database)) {
                connection.setAutoCommit(false);
                for (var service : passwords.entrySet()) {
                    ensureRole(connection, service.getKey(), service.getValue());
                    ensureSchema(connection, service.getKey());
                }
                connection.commit();
            }
        } catch (SQLException e) {
            throw new DatabaseException("could not prepare the database " + database + ": " + e.getMessage(), e);
        }
    }

    private void ensureDatabase() throws SQLException {
        try (var connection = server.connect("postgres")) {
            if (!exists(connection, "select 1 from pg_database where datname = ?", database)) {
                execute(connection, "create database " + database);
            }
            execute(connection, "revoke all on database " + database + " from public");
        }
    }

    private void ensureRole(Connection connection, String role, String password) throws SQLException {
        var verb = exists(connection, "select 1 from pg_roles where rolname = ?", role) ? "alter" : "create";
        execute(connection, verb + " role " + role + " login password '" + password.replace("'", "''") + "'");
        execute(connection, "grant connect, temporary on database " + database + " to " + role);
        execute(connection, "alter role " + role + " in database " + database + " set search_path = " + role);
    }

    private static void ensureSchema(Connection connection, String name) throws SQLException {
        execute(connection, "create schema if not exists " + name + " authorization " + name);
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (var statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (var rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name of a database, role or schema: found '" + name
                    + "', allowed are lower-case letters, digits and _ (" + NAME + ")");
        }
        return name;
    }
}
