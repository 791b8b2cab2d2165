package dev.tenon.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files for those who run Tenon as a service say what the server knows. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
final class DeploymentFilesTest {
    private static final Path FILES = Path.of("..", "docs", "deploy");

    @TempDir
    Path folder;

    private static String read(String file) throws IOException {
        return Files.readString(FILES.resolve(file));
    }

    private static int number(String text, String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertTrue(found.find(), pattern);
        return Integer.parseInt(found.group(1));
    }

    /** The settings that the server knows, by their variables. */
    private Set<String> variables() {
        Shell.Ran ran = new Shell(folder).withEnvironment(Map.of()).run("serve", "--dry-run");
        Set<String> known = new TreeSet<>(List.of("TENON_HOME", "TENON_JAVA_OPTS", "TENON_CONFIG"));
        for (String line : ran.out().lines().toList()) {
            if (line.matches("[a-z][a-z-]+ .*")) {
                known.add("TENON_"
                        + line.replaceAll(" .*", "")
                                .toUpperCase(java.util.Locale.ROOT)
                                .replace('-', '_'));
            }
        }
        assertTrue(known.contains("TENON_DRAIN_SECONDS"), known.toString());
        return known;
    }

    @Test
    void everyVariableIsASetting() throws IOException {
        Set<String> known = variables();
        for (String file : List.of("kubernetes.yaml", "Containerfile", "tenon.service")) {
            List<String> named = Pattern.compile("\\bTENON_[A-Z_]+")
                    .matcher(read(file).replaceAll("(?m)^ *#.*", ""))
                    .results()
                    .map(MatchResult::group)
                    .toList();
            assertFalse(named.isEmpty(), file);
            assertTrue(known.containsAll(named), file + " has " + named);
        }
    }

    @Test
    void theSettingsOfTheUnitAreGood() throws IOException {
        Shell.Ran ran = new Shell(folder)
                .run(
                        "serve",
                        "--dry-run",
                        "--config",
                        FILES.resolve("tenon.conf").toString());
        assertEquals(0, ran.exitCode(), ran.err());
        String withAll = read("tenon.conf").replaceAll("(?m)^# (\\S+ = )", "$1").replaceAll("(?m)^host = .*\n", "");
        Shell.Ran missing =
                new Shell(folder).run("serve", "--dry-run", "--config", new Shell(folder).file("all", withAll));
        assertEquals(2, missing.exitCode());
        assertTrue(missing.err().contains("there is no file /etc/tenon/"), missing.err());
    }

    @Test
    void whoEndsTheServerWaitsLongerThanItDrains() throws IOException {
        int drain = number(read("tenon.conf"), "(?m)^drain-seconds = (\\d+)");
        assertTrue(number(read("tenon.service"), "TimeoutStopSec=(\\d+)") > drain);
        String pod = read("kubernetes.yaml");
        int wait = number(pod, "\\[sleep, \"(\\d+)\"]");
        int podDrain = number(pod, "TENON_DRAIN_SECONDS, value: \"(\\d+)\"");
        assertTrue(number(pod, "terminationGracePeriodSeconds: (\\d+)") > wait + podDrain);
    }

    @Test
    void probesAskForWhatIsThere() throws IOException {
        String pod = read("kubernetes.yaml");
        assertEquals(3, pod.split("path: /(health|ready), port: http", -1).length - 1);
        assertTrue(Pattern.compile("readinessProbe:\\s+httpGet: \\{path: /ready,")
                .matcher(pod)
                .find());
        assertTrue(Pattern.compile("livenessProbe:\\s+httpGet: \\{path: /health,")
                .matcher(pod)
                .find());
    }
}
