package io.gennaker.pipeline.planning;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gennaker.contracts.MessageCodec;
import io.gennaker.pipeline.plan.PlannedStage;
import io.gennaker.pipeline.plan.PlannedStep;
import io.gennaker.pipeline.plan.Watch;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// How much the stages of a plan take in the event that tells of its start: ids, needs, and the titles of steps. It is
/// one message, so what does not fit there cannot start.
public final class OutlineSize {
    /// The rest of a message is for parameters, artifacts and the trigger.
    private static final long MOST = MessageCodec.LARGEST * 9L / 10;

    private static final int MARKS_OF_A_STAGE = "{'id':'','kind':'','needs':[],'steps':[]},".length();
    private static final int MARKS_OF_A_NEED = "'',".length();
    private static final int MARKS_OF_A_STEP = "{'id':'','title':''},".length();

    private OutlineSize() {}

    /// Why a plan with these stages cannot start; empty when it can.
    public static Optional<String> problem(List<PlannedStage> stages) {
        long size = stages.stream().mapToLong(OutlineSize::of).sum();
        return size <= MOST
                ? Optional.empty()
                : Optional.of("its " + stages.size() + " stages, items of forEach among them, take " + size
                        + " bytes with their needs and the titles of their steps; allowed: at most " + MOST);
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

    private static long bytes(String text) {
        return text.getBytes(UTF_8).length;
    }
}
