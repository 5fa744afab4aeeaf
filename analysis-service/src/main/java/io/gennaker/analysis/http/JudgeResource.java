package io.gennaker.analysis.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.gennaker.judges.CanaryResult;
import io.gennaker.judges.JudgePolicy;
import io.gennaker.judges.MannWhitneyJudge;
import io.gennaker.judges.ScoreThresholds;
import io.gennaker.judges.kayenta.CanaryConfigReader;
import io.gennaker.judges.kayenta.MetricPairReader;
import io.gennaker.judges.kayenta.UnknownSettings;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/// Judges samples that the caller brings: `POST /judge?mode=strict|kayenta` with Kayenta's `canaryConfig`,
/// `scoreThresholds` and `metricSetPairs`. For trying a canary configuration on recorded data, and for comparing with
/// Kayenta before moving over.
@Path("/judge")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class JudgeResource {

    private static final int MOST_VALUES = 200_000;

    @POST
    @Blocking
    public Response judge(
            @Nullable JsonNode request,
            @QueryParam("mode") @DefaultValue("strict") String mode,
            @QueryParam("minimumSamples") @DefaultValue("5") int minimumSamples) {
        if (request == null) {
            return Problems.answer(
                    Response.Status.BAD_REQUEST,
                    "found no body, must hold canaryConfig, scoreThresholds and metricSetPairs");
        }
        try {
            return Response.ok(JudgeAnswer.of(judged(request, mode, minimumSamples)))
                    .build();
        } catch (IllegalArgumentException invalid) {
            return Problems.answer(Response.Status.BAD_REQUEST, String.valueOf(invalid.getMessage()));
        }
    }

    private static CanaryResult judged(JsonNode request, String mode, int minimumSamples) {
        return switch (mode) {
            case "strict" -> {
                var thresholds = CanaryConfigReader.thresholds(request.path("scoreThresholds"));
                ScoreThresholds.checked(thresholds.pass(), thresholds.marginal());
                yield judged(request, UnknownSettings.REFUSE, JudgePolicy.strict(minimumSamples));
            }
            case "kayenta" -> judged(request, UnknownSettings.MEAN_DEFAULT, JudgePolicy.likeKayenta());
            default ->
                throw new IllegalArgumentException("mode: found '" + mode + "', must be one of [kayenta, strict]");
        };
    }

    private static CanaryResult judged(JsonNode request, UnknownSettings unknown, JudgePolicy policy) {
        return new MannWhitneyJudge(policy)
                .judge(
                        new CanaryConfigReader(unknown).read(request.path("canaryConfig")),
                        CanaryConfigReader.thresholds(request.path("scoreThresholds")),
                        MetricPairReader.read(request.path("metricSetPairs"), MOST_VALUES));
    }
}
