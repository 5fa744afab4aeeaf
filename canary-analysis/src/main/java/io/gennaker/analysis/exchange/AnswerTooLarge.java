package io.gennaker.analysis.exchange;

import java.io.IOException;

/// An answer is longer than allowed.
final class AnswerTooLarge extends IOException {
    private static final long serialVersionUID = 1;

    AnswerTooLarge(int most) {
        super("the answer is larger than " + most + " bytes");
    }
}
