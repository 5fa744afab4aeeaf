package io.gennaker.deployer.postgres;

import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.ExecutionId;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.ManifestReader;
import io.gennaker.deployer.task.OriginalRoutes;
import io.gennaker.deployer.traffic.Originals.Original;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Table `original_route`.
public final class JdbcOriginalRoutes implements OriginalRoutes {
    private static final String OBJECT =
            " where context = ? and namespace = ? and api_group = ? and kind = ? and name = ?";
    private static final String SELECT = "select body from original_route" + OBJECT;
    private static final String FORGET = "delete from original_route" + OBJECT;
    private static final String INSERT = """
            insert into original_route (context, namespace, api_group, kind, name, body, execution_id)
            values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""";

    private final DataSource database;
    private final ManifestReader texts;

    public JdbcOriginalRoutes(DataSource database, ManifestReader texts) {
        this.database = database;
        this.texts = texts;
    }

    @Override
    public Optional<Original> of(ClusterTarget cluster, ResourceKey key) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            set(select, cluster, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? Optional.of(new Original(key, resource(rows.getString(1)))) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read what " + key + " was", failure);
        }
    }

    private @Nullable Resource resource(@Nullable String body) {
        return body == null
                ? null
                : new Resource(new Value.Fields(texts.json(body).fields()));
    }

    @Override
    public void keep(ClusterTarget cluster, ExecutionId execution, List<Original> found) {
        if (found.isEmpty()) {
            return;
        }
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Original original : found) {
                set(insert, cluster, original.key());
                Resource before = original.before();
                insert.setString(6, before == null ? null : texts.text(before.body()));
                insert.setString(7, execution.value());
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record what routes were before " + execution, failure);
        }
    }

    @Override
    public void forget(ClusterTarget cluster, List<ResourceKey> keys) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement(FORGET)) {
            for (ResourceKey key : keys) {
                set(delete, cluster, key);
                delete.addBatch();
            }
            delete.executeBatch();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot forget what routes were", failure);
        }
    }

    private static void set(PreparedStatement statement, ClusterTarget cluster, ResourceKey key) throws SQLException {
        statement.setString(1, cluster.context());
        statement.setString(2, Objects.requireNonNull(key.namespace(), key::toString));
        statement.setString(3, key.group());
        statement.setString(4, key.kind());
        statement.setString(5, key.name());
    }
}
