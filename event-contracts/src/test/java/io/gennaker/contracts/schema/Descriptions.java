package io.gennaker.contracts.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the records' documentation comments say, so that schemas and code are described once.
public final class Descriptions {
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern CONSTANT = Pattern.compile("^ +([A-Z][A-Z_]*)[,;(]?");
    private static final Pattern PARAMETER = Pattern.compile("@param (\\w+) (.*)");
    private static final Pattern LINK = Pattern.compile("\\[([A-Za-z]\\w*)(#\\w+)?]");

    private final Map<Path, Map<String, String>> files = new HashMap<>();

    /// The text about a type, where there is one.
    public Optional<String> of(Class<?> type) {
        return text(type, type.getSimpleName());
    }

    /// The text about a component of a record, where there is one.
    public Optional<String> of(Class<?> record, String component) {
        return text(record, record.getSimpleName() + "." + component);
    }

    /// The text about a constant of an enumeration, where there is one.
    public Optional<String> ofConstant(Class<?> enumeration, String constant) {
        return text(enumeration, enumeration.getSimpleName() + "." + constant);
    }

    private Optional<String> text(Class<?> type, String name) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        Path file = SOURCES.resolve(outermost.getName().replace('.', '/') + ".java");
        return Optional.ofNullable(
                files.computeIfAbsent(file, Descriptions::read).get(name));
    }

    private static Map<String, String> read(Path file) {
        var texts = new HashMap<String, String>();
        var comment = new ArrayList<String>();
        String enclosing = "";
        for (String line : lines(file)) {
            String code = line.strip();
            if (code.startsWith("///")) {
                comment.add(code.substring(3).strip());
            } else if (!code.startsWith("@") && !code.startsWith("})")) {
                enclosing = declare(line, enclosing, comment, texts);
                comment.clear();
            }
        }
        return texts;
    }

    private static String declare(String line, String enclosing, List<String> comment, Map<String, String> texts) {
        Matcher declaration = DECLARATION.matcher(line);
        if (declaration.find()) {
            describe(declaration.group(1), comment, texts);
            return declaration.group(1);
        }
        Matcher constant = CONSTANT.matcher(line);
        if (constant.find()) {
            describe(enclosing + "." + constant.group(1), comment, texts);
        }
        return enclosing;
    }

    /// Splits a comment into the text about the whole and those about its parameters.
    private static void describe(String name, List<String> comment, Map<String, String> texts) {
        String about = name;
        for (String line : comment) {
            Matcher parameter = PARAMETER.matcher(line);
            if (parameter.matches()) {
                about = name + "." + parameter.group(1);
            }
            String words = parameter.matches() ? parameter.group(2) : line;
            if (!words.isEmpty()) {
                texts.merge(about, LINK.matcher(words).replaceAll("`$1`"), (before, more) -> before + " " + more);
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), unreadable);
        }
    }
}
