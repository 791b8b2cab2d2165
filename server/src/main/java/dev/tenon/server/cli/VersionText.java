package dev.tenon.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build, as its jar says. */
final class VersionText implements IVersionProvider {
    private static final String RESOURCE = "/META-INF/maven/dev.tenon/tenon-server/pom.properties";

    /** Such as {@code 0.1.0-SNAPSHOT}; {@code unpacked} where it does not run from a jar. */
    static String version() {
        try (InputStream input = VersionText.class.getResourceAsStream(RESOURCE)) {
            if (input == null) {
                return "unpacked";
            }
            Properties properties = new Properties();
            properties.load(input);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            return "unknown";
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"tenon " + version() + ", Java " + Runtime.version()};
    }
}
