package io.gennaker.judges.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gennaker.judges.CanaryConfig;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.MetricPair;
import io.gennaker.judges.ScoreThresholds;
import java.util.List;

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
        var reader = new CanaryConfigReader(mode.unknownSettings());
        return switch (mode) {
            case STRICT -> {
                var thresholds = CanaryConfigReader.thresholds(thresholds(input));
                ScoreThresholds.checked(thresholds.pass(), thresholds.marginal());
                yield judged(reader.read(input.path("canaryConfig")), thresholds, pairs(input));
            }
            case KAYENTA -> judgedAsKayenta(input, reader);
        };
    }

    private static List<MetricPair> pairs(JsonNode input) {
        return MetricPairReader.read(input.path("metricSetPairs"), MOST_VALUES);
    }

    private ObjectNode judgedAsKayenta(JsonNode input, CanaryConfigReader reader) {
        try {
            Followed.checkPairs(input.path("metricSetPairs"));
            var pairs = pairs(input);
            var config = reader.read(input.path("canaryConfig"), input.path("metricSetPairs"));
            Followed.checkGroups(input.at("/canaryConfig/metrics"), config);
            return judged(config, CanaryConfigReader.thresholdsOrZero(thresholds(input)), pairs);
        } catch (JudgeFails fails) {
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("exception", fails.exception())
                    .put("message", fails.kayentaMessage());
        }
    }

    private ObjectNode judged(CanaryConfig config, ScoreThresholds thresholds, List<MetricPair> pairs) {
        return ResultJson.of(mode.judgeName(), new MannWhitneyJudge(mode.policy()).judge(config, thresholds, pairs));
    }

    /// The call's thresholds; the configuration's own where the call has none.
    private static JsonNode thresholds(JsonNode input) {
        var own = input.path("scoreThresholds");
        var configured = input.at("/canaryConfig/classifier/scoreThresholds");
        return hasAny(own) || !hasAny(configured) ? own : configured;
    }

    private static boolean hasAny(JsonNode thresholds) {
        return thresholds.hasNonNull("pass") || thresholds.hasNonNull("marginal");
    }
}
