package io.gennaker.judgement.slack;

/// Texts as Slack takes them: what others wrote can name no person and no conversation, and is no longer than allowed.
final class SlackText {
    private SlackText() {}

    static String escape(String text, int most) {
        String escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        if (escaped.length() <= most) {
            return escaped;
        }
        String cut = escaped.substring(0, most - 1);
        // not in the middle of an escape
        return cut.replaceFirst("&[a-z]{0,3}$", "") + "…";
    }
}
