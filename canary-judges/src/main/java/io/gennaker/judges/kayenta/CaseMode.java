package io.gennaker.judges.kayenta;

import io.gennaker.judges.JudgePolicy;

/// How cases are read and judged.
public enum CaseMode {
    /// What is unknown is refused, constant sides are compared without noise, too few samples are said to be too few.
    STRICT,
    /// As Kayenta does it, its silent defaults included.
    KAYENTA;

    JudgePolicy policy() {
        return switch (this) {
            case STRICT -> JudgePolicy.strict(JudgePolicy.LEAST_MINIMUM_SAMPLES);
            case KAYENTA -> JudgePolicy.likeKayenta();
        };
    }

    UnknownSettings unknownSettings() {
        return switch (this) {
            case STRICT -> UnknownSettings.REFUSE;
            case KAYENTA -> UnknownSettings.MEAN_DEFAULT;
        };
    }

    /// The name that results carry.
    String judgeName() {
        return switch (this) {
            case STRICT -> "mann-whitney";
            case KAYENTA -> "NetflixACAJudge-v1.0";
        };
    }
}
