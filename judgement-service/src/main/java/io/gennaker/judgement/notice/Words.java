package io.gennaker.judgement.notice;

/// What people read.
///
/// @param title one line
public record Words(String title, String message) {
    private static final int LONGEST_TITLE = 200;
    private static final int LONGEST_MESSAGE = 3_000;

    public Words {
        title = cut(title.replaceAll("\\p{Cntrl}+", " ").strip(), LONGEST_TITLE);
        message = cut(message, LONGEST_MESSAGE);
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most - 1) + "…";
    }
}
