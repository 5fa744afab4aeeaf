package io.gennaker.judgement.callout;

import io.gennaker.pipeline.Definitions;
import io.gennaker.pipeline.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Reads a file from outside as text. What cannot be a manifest is refused, and what holds secrets: it would be kept,
/// sent and shown.
public final class FileText {
    /// In bytes.
    public static final int LARGEST = 1024 * 1024;

    private static final String LFS = "version https://git-lfs.github.com/spec/";

    private FileText() {}

    public static String of(byte[] bytes) throws CallFailed {
        if (bytes.length > LARGEST) {
            throw tooLarge(bytes.length);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw CallFailed.refused("it is no text in UTF-8");
        }
        if (text.indexOf('\0') >= 0) {
            throw CallFailed.refused("it is no text: it holds the character 0");
        }
        if (text.startsWith(LFS)) {
            throw CallFailed.refused("it is a pointer of Git LFS; allowed are files that lie in the repository");
        }
        List<Problem> secrets = Definitions.secrets("file", text);
        if (!secrets.isEmpty()) {
            throw CallFailed.refused(secrets.getFirst().text());
        }
        return text;
    }

    public static CallFailed tooLarge(long bytes) {
        return CallFailed.refused("it has " + bytes + " bytes; allowed are " + LARGEST);
    }
}
