package io.gennaker.outbox.testing;

import io.gennaker.outbox.store.StoreFailure;
import io.gennaker.outbox.store.Transactions;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Transactions over plain JDBC connections bound to threads, where there is no container. Also the data source that
/// gives these connections, as Agroal does under JTA.
public final class PlainTransactions implements Transactions, DataSource {
    private final DataSource connections;
    private final BlockingDeque<Connection> idle = new LinkedBlockingDeque<>();
    private final ThreadLocal<Deque<Connection>> running = ThreadLocal.withInitial(ArrayDeque::new);

    public PlainTransactions(DataSource connections) {
        this.connections = connections;
    }

    @Override
    public <T extends @Nullable Object> T call(Supplier<T> work) {
        try {
            Connection connection = open();
            running.get().push(connection);
            try {
                connection.setAutoCommit(false);
                T result = work.get();
                connection.commit();
                return result;
            } catch (Throwable e) {
                connection.rollback();
                throw e;
            } finally {
                running.get().pop();
                giveBack(connection);
            }
        } catch (SQLException e) {
            throw new StoreFailure("transaction failed", e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection bound = running.get().peek();
        return bound == null ? closingTo(open(), true) : closingTo(bound, false);
    }

    private Connection open() throws SQLException {
        Connection connection = idle.pollLast();
        while (connection != null && !connection.isValid(1)) {
            connection = idle.pollLast();
        }
        return connection == null ? connections.getConnection() : connection;
    }

    private void giveBack(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.setAutoCommit(true);
                idle.addLast(connection);
            }
        } catch (SQLException broken) {
            // dropped: the next one opens anew
        }
    }

    /// The connection, except that closing it gives it back, or, inside a transaction, does nothing.
    private Connection closingTo(Connection connection, boolean giveBack) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        if (giveBack) {
                            giveBack(connection);
                        }
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    /// Closes what is idle.
    public void close() throws SQLException {
        for (Connection connection = idle.poll(); connection != null; connection = idle.poll()) {
            connection.close();
        }
    }

    @Override
    public Connection getConnection(String username, String password) {
        throw new UnsupportedOperationException("the user is set on the data source below");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("wraps no " + type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
