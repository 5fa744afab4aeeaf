package io.gennaker.cli.display;

import io.gennaker.cli.api.Execution;
import io.gennaker.cli.api.Judgement;
import io.gennaker.cli.display.Style.Tone;
import io.gennaker.contracts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Why an execution went on or not: verdicts of analyses, decisions of people.
final class EvidenceLines {
    private final Page page;
    private final Instant now;
    private final Detail detail;

    EvidenceLines(Page page, Instant now, Detail detail) {
        this.page = page;
        this.now = now;
        this.detail = detail;
    }

    void verdicts(List<Execution.Verdicted> verdicts) {
        if (!verdicts.isEmpty()) {
            page.blank();
        }
        String label = Page.label("verdicts");
        for (Execution.Verdicted verdict : verdicts) {
            String score = "score " + Text.number(verdict.score());
            String head = Text.pad(Word.of(verdict.verdict()), 4) + "  " + score;
            int room = page.width() - label.length() - 2 - head.length() - 2;
            String where = Text.cut(verdict.stage() + "/" + verdict.step(), room);
            page.painted(
                    page.style().faint(label) + page.style().sign(verdict.verdict()) + " "
                            + page.style().paint(page.style().tone(verdict.verdict()), head) + "  "
                            + page.style().faint(where),
                    label.length() + 2 + head.length() + 2 + Text.width(where));
            label = Page.label("");
            boolean brief = verdict.verdict() == Verdict.PASS && detail.atLeast(Detail.SHORT_VERDICTS);
            Tone tone = verdict.verdict() == Verdict.PASS ? Tone.FAINT : Tone.PLAIN;
            verdict.reasons().stream().limit(brief ? 1 : Long.MAX_VALUE).forEach(reason -> bullet(reason, tone));
        }
    }

    private void bullet(String text, Tone tone) {
        String label = Page.label("") + "  ";
        List<String> lines = Text.wrap(text, page.width() - label.length() - 2);
        for (int i = 0; i < lines.size(); i++) {
            page.line(label + (i == 0 ? "· " : "  "), tone, lines.get(i));
        }
    }

    void judgements(List<Judgement> judgements) {
        if (!judgements.isEmpty()) {
            page.blank();
        }
        String label = Page.label("judgement");
        for (Judgement judgement : judgements) {
            String title = Text.cut(judgement.title(), page.width() - label.length() - 2);
            page.painted(
                    page.style().faint(label) + sign(judgement) + " " + title, label.length() + 2 + Text.width(title));
            label = Page.label("");
            String indent = label + "  ";
            if (judgement.open()) {
                page.paragraph(indent, Tone.WARN, "waits for an answer" + expiry(judgement));
                page.paragraph(indent, Tone.FAINT, "gennaker approve " + judgement.id());
            } else {
                page.paragraph(indent, Tone.PLAIN, outcome(judgement));
            }
        }
    }

    private String sign(Judgement judgement) {
        if (judgement.open()) {
            return page.style().warn("?");
        }
        return switch (judgement.outcome()) {
            case null -> page.style().faint("–");
            case APPROVED -> page.style().good("✔");
            case REJECTED -> page.style().bad("✖");
            case EXPIRED -> page.style().warn("■");
        };
    }

    private String expiry(Judgement judgement) {
        Instant end = judgement.expiresAt();
        return end == null || !end.isAfter(now) ? "" : ", expires in " + Text.duration(Duration.between(now, end));
    }

    static String outcome(Judgement judgement) {
        if (judgement.outcome() == null) {
            return "withdrawn";
        }
        String by = judgement.decidedBy().isEmpty() ? "" : " by " + String.join(", ", judgement.decidedBy());
        if (judgement.answers().isEmpty()) {
            return Word.of(judgement.outcome()) + by;
        }
        Judgement.Answer last = judgement.answers().getLast();
        return Word.of(judgement.outcome()) + by + " (" + last.channel().name().toLowerCase(Locale.ROOT) + ")"
                + (last.comment() == null || last.comment().isBlank() ? "" : ": " + last.comment());
    }
}
