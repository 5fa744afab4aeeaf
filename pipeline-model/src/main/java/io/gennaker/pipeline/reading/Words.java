package io.gennaker.pipeline.reading;

import io.gennaker.contracts.MetricSpec;
import java.util.regex.Pattern;

/// Kinds of short texts, each with the words that tell a user what is allowed.
///
/// @param longest in characters
public record Words(Pattern pattern, int longest, String allowed) {
    public static final Words NAME =
            of("[a-z0-9]([a-z0-9-]*[a-z0-9])?", 60, "lower-case letters, digits and '-', at most 60");
    public static final Words STAGE_ID =
            of("[a-z]([a-z0-9-]*[a-z0-9])?", 40, "a letter, then lower-case letters, digits and '-', at most 40");
    static final Words IDENTIFIER =
            of("[A-Za-z_][A-Za-z0-9_]*", 60, "a letter or '_', then letters, digits and '_', at most 60");
    public static final Words ITEM =
            of("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", 40, "letters, digits, '.', '_' and '-', at most 40");
    public static final Words OBJECT_NAME =
            of("[a-z0-9]([a-z0-9.-]*[a-z0-9])?", 253, "a Kubernetes name: lower-case letters, digits, '-' and '.'");
    public static final Words NAMESPACE =
            of("[a-z0-9]([a-z0-9-]*[a-z0-9])?", 63, "a namespace: lower-case letters, digits and '-', at most 63");
    static final Words HOST =
            of("[a-zA-Z0-9*]([a-zA-Z0-9.*-]*[a-zA-Z0-9])?", 253, "a host name, as the route writes it");
    static final Words HEADER = of("[a-z0-9-]+", 100, "a header in lower-case letters, digits and '-', at most 100");
    static final Words COOKIE = of("[A-Za-z0-9_.~%+-]+", 100, "letters, digits and any of _.~%+-, at most 100");
    static final Words LABEL_NAME = serviceOf(63);
    static final Words REPOSITORY = of(
            "[a-zA-Z0-9][a-zA-Z0-9._-]*(:[0-9]{1,5})?(/[a-z0-9][a-z0-9._-]*)*",
            255,
            "a repository with registry host, without tag or digest, such as us.gcr.io/acme/shop");
    static final Words TAG_PATTERN = of(
            "[A-Za-z0-9_.*?-]+|semver:[A-Za-z0-9.<>=^~ -]+|regex:[^\\p{Cntrl}]+",
            128,
            "a tag; '*' stands for any characters, '?' for one; or a range such as 'semver:>=1.2.0 <2.0.0', or 'regex:'"
                    + " and a regular expression");
    static final Words PATTERN = of(
            "[^\\p{Cntrl}]+",
            500,
            "a text; '*' stands for any characters, '?' for one; or 'regex:' and a regular expression");
    static final Words PATH =
            of("[^\\p{Cntrl}. ]+(\\.[^\\p{Cntrl}. ]+)*", 200, "names with '.' between them, such as build.branch");
    static final Words SOURCE =
            of("[A-Za-z0-9][A-Za-z0-9._/-]*", 200, "a source's name: letters, digits, '.', '_', '/' and '-'");
    static final Words GIT_REPOSITORY = of(
            "[a-z0-9][a-z0-9.-]*(:[0-9]{1,5})?(/[A-Za-z0-9_.~-]+)+",
            255,
            "a repository with host, without scheme and '.git', such as github.com/acme/shop");
    public static final Words GIT_REF =
            of("(?!.*\\.\\.)[A-Za-z0-9][A-Za-z0-9._/+-]*", 255, "a branch, a tag or a commit, such as main or v1.2.0");
    static final Words GIT_PATH = of(
            "(?!.*(^|/)\\.\\.?(/|$))[^\\p{Cntrl}/\\\\][^\\p{Cntrl}\\\\]*[^\\p{Cntrl}/\\\\]",
            500,
            "the path of a file in the repository, with '/' and without '..'");
    static final Words SHA256 = of("[0-9a-f]{64}", 64, "64 hexadecimal digits in lower case");
    static final Words IMAGE = of("[^\\s]+", 400, "an image, such as us.gcr.io/acme/shop:v1@sha256:...");
    static final Words FILE = of(
            "(?!.*(^|/)\\.\\.?(/|$))[A-Za-z0-9_.-][A-Za-z0-9_. /-]*",
            200,
            "a path below the definition's folder, with '/' and without '..'");
    static final Words KIND = of("[A-Z][A-Za-z0-9]*", 63, "a kind of Kubernetes, such as Deployment");
    static final Words API_VERSION =
            of("([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?v[0-9][a-z0-9]*", 253, "an API version, such as apps/v1");
    static final Words LABEL_KEY =
            of("([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", 317, "a label's key");
    static final Words LABEL_VALUE = of("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?", 63, "a label's value");
    static final Words IMAGE_PATH = of(
            "[A-Za-z0-9_-]+(\\[\\*])?(\\.[A-Za-z0-9_-]+(\\[\\*])?)*",
            300,
            "fields with dots between, [*] behind a list, such as spec.template.spec.containers[*].image");
    public static final Words NUMBER = of("\\d{1,9}", 9, "a whole number");
    static final Words CONTEXT = of("[^\\p{Cntrl}]+", 250, "the name of a kubeconfig context");
    static final Words CHOICE = of("[A-Za-z0-9][A-Za-z0-9_-]*", 40, "letters, digits, '_' and '-', at most 40");
    static final Words CONVERSATION = of(
            "[CGD][A-Z0-9]{7,20}", 21, "the id of a conversation in Slack, such as C0123456789: its name may change");
    static final Words EMAIL = of(
            "[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+",
            200, "one e-mail address, such as team@example.com");
    public static final Words PERSON = of("[^\\p{Cntrl}]+", 200, "a name, at most 200 characters");
    static final Words LABEL = of("[A-Za-z0-9][A-Za-z0-9._ -]*", 100, "letters, digits, '.', '_', '-', at most 100");
    public static final Words TITLE = of("[^\\p{Cntrl}]+", 200, "one line of text, at most 200 characters");
    public static final Words URL = of("https?://\\S+", 2_000, "an address that starts with https:// or http://");
    public static final Words LINE = of("[^\\p{Cntrl}]+", 500, "one line of text, at most 500 characters");
    static final Words UNIT = of(
            "[^\\p{Cntrl}\\s](.*[^\\p{Cntrl}\\s])?",
            MetricSpec.LONGEST_UNIT,
            "a unit such as ms, %, /s or MiB/s, at most " + MetricSpec.LONGEST_UNIT + " characters");
    static final Words METHOD = of("[A-Z]{1,20}", 20, "a method in upper case, such as POST");
    static final Words REQUEST_HEADER = of("[A-Za-z0-9-]+", 100, "a header: letters, digits and '-', at most 100");
    static final Words JSON_PATH = of(
            "\\$(\\.[A-Za-z_][A-Za-z0-9_-]*|\\[[0-9]{1,9}]|\\['[^'\\p{Cntrl}]+'])*",
            500,
            "a JSONPath of names and indexes, such as $.status or $.jobs[0]['build number']");
    public static final Words BODY = of("(?s).+", 100_000, "text, at most 100000 characters");
    public static final Words PROSE = of("(?s).+", 10_000, "text, at most 10000 characters");
    public static final Words INSTANT = of(
            "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)",
            40, "an instant such as 2026-05-01T08:00:00Z or 2026-05-01T08:00:00+02:00");
    static final Words DIGEST = of("sha256:[0-9a-f]{64}", 71, "'sha256:' and 64 hexadecimal digits");
    static final Words CONDITION = of("(?s).+", 1_000, "a CEL expression, at most 1000 characters");

    /// A Service's name, or another of that form.
    static Words serviceOf(int longest) {
        return of(
                "[a-z0-9]([a-z0-9-]*[a-z0-9])?",
                longest,
                "a name of lower-case letters, digits and '-', at most " + longest);
    }

    private static Words of(String pattern, int longest, String allowed) {
        return new Words(Pattern.compile(pattern), longest, allowed);
    }

    public boolean fit(String text) {
        return text.length() <= longest
                && !text.isBlank()
                && pattern.matcher(text).matches();
    }
}
