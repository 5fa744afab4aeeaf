package io.gennaker.deployer.postgres;

import io.gennaker.contracts.OperationId;
import io.gennaker.deployer.plan.Restoration;
import io.gennaker.deployer.resource.Resource;
import io.gennaker.deployer.resource.ResourceKey;
import io.gennaker.deployer.resource.Value;
import io.gennaker.deployer.task.ManifestReader;
import io.gennaker.deployer.task.PreviousObjects;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tables `previous_object` and `forgotten_object`.
public final class JdbcPreviousObjects implements PreviousObjects {
    private static final String INSERT = """
            insert into previous_object
                (operation_id, place, api_version, kind, namespace, name, body, applied, inverse)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict do nothing""";
    /// Longer than the longest timeout of an execution. One that was paused may last longer still.
    private static final String FORGET = """
            with old as (
                delete from previous_object where recorded_at < now() - interval '400 days' returning operation_id)
            insert into forgotten_object select distinct operation_id from old on conflict do nothing""";
    private static final String FORGOTTEN = "select 1 from forgotten_object where operation_id = ?";
    private static final String SELECT = """
            select api_version, kind, namespace, name, body, applied, inverse from previous_object
            where operation_id = ? order by place""";

    private final DataSource database;
    private final ManifestReader texts;

    public JdbcPreviousObjects(DataSource database, ManifestReader texts) {
        this.database = database;
        this.texts = texts;
    }

    @Override
    public void record(OperationId apply, List<Restoration.Previous> found) {
        try (Connection connection = database.getConnection();
                PreparedStatement forget = connection.prepareStatement(FORGET);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            forget.executeUpdate();
            for (int place = 0; place < found.size(); place++) {
                ResourceKey key = found.get(place).key();
                Resource before = found.get(place).before();
                insert.setString(1, apply.value());
                insert.setInt(2, place);
                insert.setString(3, key.apiVersion());
                insert.setString(4, key.kind());
                insert.setString(5, key.namespace());
                insert.setString(6, key.name());
                insert.setString(7, before == null ? null : texts.text(before.body()));
                Restoration.Amendment amendment = found.get(place).amendment();
                insert.setString(8, amendment == null ? null : texts.text(amendment.applied()));
                insert.setString(9, amendment == null ? null : texts.text(amendment.inverse()));
                insert.addBatch();
            }
            insert.executeBatch();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot record what " + apply + " found", failure);
        }
    }

    @Override
    public List<Restoration.Previous> of(OperationId apply) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, apply.value());
            var previous = new ArrayList<Restoration.Previous>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    previous.add(read(rows));
                }
            }
            return previous;
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read what " + apply + " found", failure);
        }
    }

    @Override
    public boolean isForgotten(OperationId apply) {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(FORGOTTEN)) {
            select.setString(1, apply.value());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read whether what " + apply + " found is forgotten", failure);
        }
    }

    private Restoration.Previous read(ResultSet row) throws SQLException {
        var key = new ResourceKey(row.getString(1), row.getString(2), row.getString(3), row.getString(4));
        String body = row.getString(5);
        return new Restoration.Previous(
                key,
                body == null
                        ? null
                        : new Resource(new Value.Fields(texts.json(body).fields())),
                amendment(row.getString(6), row.getString(7)));
    }

    private Restoration.@Nullable Amendment amendment(@Nullable String applied, @Nullable String inverse) {
        return applied == null || inverse == null
                ? null
                : new Restoration.Amendment(texts.json(applied), texts.json(inverse));
    }
}
