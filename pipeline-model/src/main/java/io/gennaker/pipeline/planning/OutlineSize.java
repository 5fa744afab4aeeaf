package io.gennaker.pipeline.planning;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.gennaker.contracts.MessageCodec;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.Watch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How much the stages of a plan take in the event that tells of its start: ids, needs, and the titles of steps; and
/// how much its parameters do. It is one message, so what does not fit there cannot start.
public final class OutlineSize {
    /// The rest of a message is for artifacts and the trigger.
    private static final long MOST = MessageCodec.LARGEST * 9L / 10;

    private static final int MARKS_OF_A_STAGE = "{'id':'','kind':'','needs':[],'steps':[]},".length();
    private static final int MARKS_OF_A_NEED = "'',".length();
    private static final int MARKS_OF_A_STEP = "{'id':'','title':''},".length();

    private static final int MARKS_OF_A_PARAMETER = "'':'',".length();

    private OutlineSize() {}

    /// Why a plan with these stages and parameters cannot start; empty when it can.
    public static Optional<String> problem(List<PlannedStage> stages, Map<String, String> parameters) {
        long size = stages.stream().mapToLong(OutlineSize::of).sum();
        long given = parameters.entrySet().stream()
                .mapToLong(parameter -> MARKS_OF_A_PARAMETER + bytes(parameter.getKey()) + bytes(parameter.getValue()))
                .sum();
        return size + given <= MOST
                ? Optional.empty()
                : Optional.of("its " + stages.size() + " stages, items of forEach among them, take " + size
                        + " bytes with their needs and the titles of their steps, and its parameters take " + given
                        + "; allowed: together at most " + MOST);
    }

    private static long of(PlannedStage stage) {
        long needs = stage.needs().stream()
                .mapToLong(need -> MARKS_OF_A_NEED + bytes(need))
                .sum();
        long steps = Stream.concat(
                        stage.steps().stream(), Stream.ofNullable(stage.watch()).map(Watch::step))
                .mapToLong(OutlineSize::of)
                .sum();
        return MARKS_OF_A_STAGE + bytes(stage.id()) + bytes(stage.kind()) + needs + steps;
    }

    private static long of(PlannedStep step) {
        return MARKS_OF_A_STEP + bytes(step.id()) + bytes(step.title());
    }

    /// As JSON has it: a quotation mark takes two.
    private static long bytes(String text) {
        return JsonStringEncoder.getInstance().quoteAsUTF8(text).length;
    }
}
