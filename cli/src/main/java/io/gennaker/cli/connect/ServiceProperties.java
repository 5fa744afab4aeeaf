package io.gennaker.cli.connect;

import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The properties of one service, with the files that it needs to see for them.
final class ServiceProperties {
    /// Above the environment's 300: what one file sets up is not undone by a variable left from before.
    private static final int ORDINAL = 350;

    static final String WRITTEN_BY = "# Written by: gennaker connect";

    private final IntegrationsFile file;
    private final Map<String, String> properties = new TreeMap<>();
    private final SortedSet<String> files = new TreeSet<>();

    ServiceProperties(IntegrationsFile file) {
        this.file = file;
    }

    void set(String key, @Nullable Object value) {
        if (value != null) {
            properties.put(key, value.toString());
        }
    }

    /// A setting that names a file.
    ///
    /// @param named as the file of integrations names it
    void file(String key, @Nullable String named) {
        if (named != null) {
            set(key, sees(named));
        }
    }

    /// @return where the service sees the file
    String sees(String named) {
        files.add(named);
        return file.there(named);
    }

    boolean isEmpty() {
        return properties.isEmpty();
    }

    /// As they stand in [IntegrationsFile], relative to it.
    SortedSet<String> files() {
        return files;
    }

    String text() {
        var text = new StringBuilder(WRITTEN_BY + " -f ")
                .append(file.file().getFileName())
                .append("\nconfig_ordinal=")
                .append(ORDINAL)
                .append('\n');
        properties.forEach((key, value) -> text.append(escaped(key, true))
                .append('=')
                .append(escaped(value, false))
                .append('\n'));
        return text.toString();
    }

    /// As `java.util.Properties` reads it, and without expressions.
    private static String escaped(String text, boolean key) {
        String plain = text.replace("\\", "\\\\").replace("\n", "\\n").replace("${", "\\\\${");
        return key ? plain.replace(":", "\\:").replace("=", "\\=").replace(" ", "\\ ") : plain;
    }
}
