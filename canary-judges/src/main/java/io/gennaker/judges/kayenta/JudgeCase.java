package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.ScoreThresholds;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Judges one case: `canaryConfig`, `scoreThresholds` and `metricSetPairs` in, Kayenta's result out.
public final class JudgeCase {
    private static final int MOST_VALUES = 4_000_000;

    private final CaseMode mode;

    public JudgeCase(CaseMode mode) {
        this.mode = mode;
    }

    /// The result in Kayenta's form. Where Kayenta's judge fails on a setting, so does its mode here: the answer is
    /// then an object with `exception` and `message`.
    ///
    /// @throws IllegalArgumentException when it is no case, or the strict mode refuses a setting
    public ObjectNode judge(JsonNode input) {
        JsonObject.root("case", input);
        var pairs = MetricPairReader.read(input.path("metricSetPairs"), MOST_VALUES);
        var thresholds = thresholds(input);
        return switch (mode) {
            case STRICT -> judged(input, thresholds, pairs, _ -> true);
            case KAYENTA -> judgedAsKayenta(input, thresholds, pairs);
        };
    }

    private ObjectNode judgedAsKayenta(JsonNode input, ScoreThresholds thresholds, List<MetricPair> pairs) {
        var names = pairs.stream().map(MetricPair::name).collect(Collectors.toSet());
        try {
            return judged(input, thresholds, pairs, names::contains);
        } catch (WrongType wrong) {
            return failure("java.lang.ClassCastException", wrong.kayentaMessage());
        } catch (FactorNotPositive _) {
            return failure(
                    "java.lang.IllegalArgumentException", "requirement failed: factor must be greater than zero");
        } catch (MannWhitneyJudge.UnknownMetric unknown) {
            return failure("java.lang.IllegalArgumentException", String.valueOf(unknown.getMessage()));
        }
    }

    private ObjectNode judged(
            JsonNode input, ScoreThresholds thresholds, List<MetricPair> pairs, Predicate<String> wanted) {
        var config = new CanaryConfigReader(mode.unknownSettings()).read(input.path("canaryConfig"), wanted);
        var result = new MannWhitneyJudge(mode.policy()).judge(config, thresholds, pairs);
        return ResultJson.of(mode.judgeName(), result);
    }

    /// The call's thresholds; the configuration's own where the call has none.
    private ScoreThresholds thresholds(JsonNode input) {
        var own = input.path("scoreThresholds");
        var read = CanaryConfigReader.thresholds(
                own.hasNonNull("pass") || own.hasNonNull("marginal")
                        ? own
                        : input.at("/canaryConfig/classifier/scoreThresholds"));
        return switch (mode) {
            case STRICT -> ScoreThresholds.checked(read.pass(), read.marginal());
            case KAYENTA -> read;
        };
    }

    private static ObjectNode failure(String exception, String message) {
        return JsonNodeFactory.instance.objectNode().put("exception", exception).put("message", message);
    }
}
