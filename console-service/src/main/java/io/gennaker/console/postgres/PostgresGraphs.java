package io.gennaker.console.postgres;

import io.gennaker.console.view.ChangeFeed;
import io.gennaker.console.view.GraphView;
import io.gennaker.console.view.GraphView.Canary;
import io.gennaker.console.view.GraphView.Place;
import io.gennaker.console.view.Graphs;
import io.gennaker.contracts.DeploymentEvent;
import io.gennaker.contracts.GraphEvent;
import io.gennaker.contracts.StoredJson;
import io.gennaker.contracts.access.Applications;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The last graph of each namespace as a document.
@ApplicationScoped
public class PostgresGraphs implements Graphs {
    private static final int MOST_PLACES = 200;

    private final DataSource source;

    PostgresGraphs(DataSource source) {
        this.source = source;
    }

    @Override
    public void store(GraphEvent event) {
        switch (event) {
            case GraphEvent.Observed observed -> store(event, StoredJson.write(observed), null);
            // What was seen before stays, with the time of that.
            case GraphEvent.Unavailable unavailable -> store(event, null, unavailable.reason());
        }
        Changes.announce(source, ChangeFeed.GRAPH + event.key());
    }

    private void store(GraphEvent event, @Nullable String document, @Nullable String problem) {
        Sql.run(source, """
                insert into service_graph (cluster, namespace, at, document, problem) values (?, ?, ?, ?, ?)
                on conflict (cluster, namespace) do update
                   set at = excluded.at, document = coalesce(excluded.document, service_graph.document),
                       problem = excluded.problem
                 where service_graph.at <= excluded.at
                """, statement -> {
            statement.setString(1, event.cluster());
            statement.setString(2, event.namespace());
            statement.setTimestamp(3, Timestamp.from(event.at()));
            statement.setString(4, document);
            statement.setString(5, problem);
            return statement.executeUpdate();
        });
    }

    @Override
    public void store(DeploymentEvent.TrafficShifted shifted) {
        Sql.run(source, """
                insert into shifted_place (cluster, namespace, execution, revision, at) values (?, ?, ?, ?, ?)
                on conflict (cluster, namespace, execution) do nothing
                """, statement -> {
            statement.setString(1, shifted.cluster().name());
            statement.setString(2, shifted.namespace());
            statement.setString(3, shifted.executionId().value());
            statement.setString(4, shifted.executionId().revision());
            statement.setTimestamp(5, Timestamp.from(shifted.at()));
            return statement.executeUpdate();
        });
    }

    @Override
    public List<Place> places(Applications visible) {
        return Sql.run(source, """
                select distinct place.cluster, place.namespace from shifted_place place
                  join execution_view execution on execution.id = place.execution
                 where (?::text[] is null or execution.application = any(?))
                 order by 1, 2 limit ?
                """, statement -> {
            var names = Visible.names(statement, visible);
            statement.setArray(1, names);
            statement.setArray(2, names);
            statement.setInt(3, MOST_PLACES);
            var places = new ArrayList<Place>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                places.add(new Place(rows.getString(1), rows.getString(2)));
            }
            return places;
        });
    }

    @Override
    public boolean isPlace(Place place, Applications visible) {
        return Sql.run(source, """
                select from shifted_place place
                  join execution_view execution on execution.id = place.execution
                 where place.cluster = ? and place.namespace = ?
                   and (?::text[] is null or execution.application = any(?))
                 limit 1
                """, statement -> {
            var names = Visible.names(statement, visible);
            statement.setString(1, place.cluster());
            statement.setString(2, place.namespace());
            statement.setArray(3, names);
            statement.setArray(4, names);
            return statement.executeQuery().next();
        });
    }

    @Override
    public Optional<GraphView> find(Place place, Applications visible) {
        if (!isPlace(place, visible)) {
            return Optional.empty();
        }
        return Sql.run(
                source,
                "select document, problem from service_graph where cluster = ? and namespace = ?",
                statement -> {
                    statement.setString(1, place.cluster());
                    statement.setString(2, place.namespace());
                    var rows = statement.executeQuery();
                    return rows.next()
                            ? Optional.of(view(place, rows.getString(1), rows.getString(2), canaries(place, visible)))
                            : Optional.empty();
                });
    }

    private static GraphView view(
            Place place, @Nullable String document, @Nullable String problem, List<Canary> canaries) {
        if (document == null) {
            return new GraphView(place.cluster(), place.namespace(), List.of(), 0, null, problem, canaries);
        }
        var observed = Documents.read(document, GraphEvent.Observed.class);
        return new GraphView(
                place.cluster(),
                place.namespace(),
                observed.edges(),
                observed.moreEdges(),
                observed.at(),
                problem,
                canaries);
    }

    private List<Canary> canaries(Place place, Applications visible) {
        return Sql.run(source, """
                select execution.id, execution.pipeline, place.revision from shifted_place place
                  join execution_view execution on execution.id = place.execution
                 where place.cluster = ? and place.namespace = ?
                   and execution.status in ('RUNNING', 'PAUSED', 'COMPENSATING')
                   and (?::text[] is null or execution.application = any(?))
                 order by place.at desc limit 50
                """, statement -> {
            var names = Visible.names(statement, visible);
            statement.setString(1, place.cluster());
            statement.setString(2, place.namespace());
            statement.setArray(3, names);
            statement.setArray(4, names);
            var canaries = new ArrayList<Canary>();
            var rows = statement.executeQuery();
            while (rows.next()) {
                canaries.add(new Canary(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
            return canaries;
        });
    }
}
