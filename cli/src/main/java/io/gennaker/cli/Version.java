package io.gennaker.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/// The version of this build.
public final class Version implements IVersionProvider {
    /// Written by the packaging; classes that are not packaged have no version.
    private static final String PROPERTIES = "/META-INF/maven/io.gennaker/cli/pom.properties";

    public static String number() {
        try (InputStream written = Version.class.getResourceAsStream(PROPERTIES)) {
            var properties = new Properties();
            if (written != null) {
                properties.load(written);
            }
            return properties.getProperty("version", "not packaged");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gennaker " + number() + " (Java " + Runtime.version() + ")"};
    }
}
