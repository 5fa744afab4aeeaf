package io.gennaker.pipeline.plan;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.gennaker.contracts.ClusterTarget;
import io.gennaker.contracts.CompressedText;
import io.gennaker.pipeline.definition.Binding;
import io.gennaker.pipeline.definition.ChosenObject;
import io.gennaker.pipeline.definition.NestedPipeline;
import io.gennaker.pipeline.definition.Notice;
import io.gennaker.pipeline.definition.Operation;
import io.gennaker.pipeline.definition.Question;
import io.gennaker.pipeline.definition.Webhook;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Work whose texts are as users wrote them: they are evaluated when its turn comes, because they may read how earlier
/// stages ended.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = DeferredWork.Ask.class, name = "Ask"),
    @JsonSubTypes.Type(value = DeferredWork.Render.class, name = "Render"),
    @JsonSubTypes.Type(value = DeferredWork.Operate.class, name = "Operate"),
    @JsonSubTypes.Type(value = DeferredWork.Evaluate.class, name = "Evaluate"),
    @JsonSubTypes.Type(value = DeferredWork.Check.class, name = "Check"),
    @JsonSubTypes.Type(value = DeferredWork.WaitUntil.class, name = "WaitUntil"),
    @JsonSubTypes.Type(value = DeferredWork.Call.class, name = "Call"),
    @JsonSubTypes.Type(value = DeferredWork.Tell.class, name = "Tell"),
    @JsonSubTypes.Type(value = DeferredWork.Nest.class, name = "Nest"),
    @JsonSubTypes.Type(value = DeferredWork.Join.class, name = "Join"),
})
public sealed interface DeferredWork {
    /// Asks people.
    record Ask(Question question) implements DeferredWork {}

    /// Applies manifests, or runs the Job in them.
    ///
    /// @param manifests not evaluated; images bound where they are written out
    /// @param force whether fields of other managers are taken over
    /// @param places beside the usual ones where images are looked for
    record Render(
            ClusterTarget cluster,
            String namespace,
            CompressedText manifests,
            boolean job,
            boolean force,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Binding> places)
            implements DeferredWork {
        public Render {
            places = orNone(places);
        }
    }

    /// Works on one object that is there already.
    ///
    /// @param patch not evaluated; images bound where they are written out; null where the operation has none
    /// @param places beside the usual ones where images are looked for
    record Operate(
            ClusterTarget cluster,
            String namespace,
            ChosenObject object,
            Operation operation,
            @Nullable CompressedText patch,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Binding> places)
            implements DeferredWork {
        public Operate {
            places = orNone(places);
        }
    }

    /// Plans without such places do not name them.
    private static List<Binding> orNone(@Nullable List<Binding> places) {
        return places == null ? List.of() : List.copyOf(places);
    }

    /// Gives outputs.
    ///
    /// @param values CEL expressions by the name of the output
    record Evaluate(Map<String, String> values) implements DeferredWork {
        public Evaluate {
            values = Collections.unmodifiableMap(new TreeMap<>(values));
        }
    }

    /// Fails unless all conditions hold.
    record Check(List<Claim> claims) implements DeferredWork {
        public Check {
            claims = List.copyOf(claims);
        }
    }

    /// @param that CEL condition
    /// @param message what it means that it is false; may hold expressions
    record Claim(String that, String message) {}

    /// Lets time pass until a moment.
    ///
    /// @param instant RFC 3339; null where there is a time of day
    /// @param time of day, the next time that the zone's clocks show it
    record WaitUntil(
            @Nullable String instant,
            @Nullable LocalTime time,
            @Nullable ZoneId zone) implements DeferredWork {}

    /// Calls a system outside.
    record Call(Webhook webhook) implements DeferredWork {}

    /// Tells people.
    record Tell(Notice notice) implements DeferredWork {}

    /// Runs another pipeline.
    record Nest(NestedPipeline nested) implements DeferredWork {}

    /// Joins the stages that were made out of a list; fails where one of them has failed.
    ///
    /// @param stage the id before the brackets of theirs
    /// @param stages their ids
    record Join(String stage, List<String> stages) implements DeferredWork {
        public Join {
            stages = List.copyOf(stages);
        }
    }
}
