package io.gennaker.console.http;

import io.gennaker.console.view.ExecutionView;
import io.gennaker.console.view.Views;
import io.gennaker.contracts.DefinitionKind;
import io.gennaker.contracts.access.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/// Whose a pipeline is, also when it is not in force any more.
@ApplicationScoped
class PipelineOwners {
    private final Views views;
    private final Caller caller;

    PipelineOwners(Views views, Caller caller) {
        this.views = views;
        this.caller = caller;
    }

    /// The application of the pipeline, or of its last execution where it is not in force.
    ///
    /// @throws jakarta.ws.rs.WebApplicationException 404 when the caller sees no such pipeline
    String application(String pipeline) {
        return views.definition(DefinitionKind.PIPELINE, pipeline)
                .flatMap(found -> Optional.ofNullable(found.application()))
                .or(() -> views.executions(pipeline, null, null, caller.visible(), 1).stream()
                        .findFirst()
                        .flatMap(found -> Optional.ofNullable(found.application())))
                .filter(found -> caller.visible().contain(found))
                .orElseThrow(() -> Problem.exception(404, "not-found", "no pipeline " + pipeline));
    }

    /// Lets through who may deliver what an execution delivered once more: in its application, and in the one that its
    /// pipeline is of by now.
    void requireDeliveringAgain(ExecutionView execution) {
        caller.require(Permission.RUN, execution.application());
        Optional.ofNullable(execution.pipeline())
                .flatMap(pipeline -> views.definition(DefinitionKind.PIPELINE, pipeline))
                .ifPresent(now -> caller.require(Permission.RUN, now.application()));
    }
}
