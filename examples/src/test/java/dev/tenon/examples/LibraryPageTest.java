package dev.tenon.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/library.md shows the examples as they are, from the first line after the imports on. {@code -Dupdate} writes them into
 * the page.
 */
final class LibraryPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path PAGE = ROOT.resolve("docs").resolve("library.md");
    private static final Pattern SHOWN =
            Pattern.compile("<!-- example: (?<file>[\\w/.-]+) -->\n```java\n(?<text>.*?)```\n", Pattern.DOTALL);

    private static String program(Path file) throws IOException {
        String source = Files.readString(file);
        int imports = source.lastIndexOf("\nimport ");
        return source.substring(source.indexOf('\n', imports + 1) + 1).strip() + "\n";
    }

    @Test
    void everyExampleIsShownAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        StringBuilder written = new StringBuilder();
        Matcher shown = SHOWN.matcher(page);
        while (shown.find()) {
            String file = shown.group("file");
            shown.appendReplacement(
                    written,
                    Matcher.quoteReplacement(
                            "<!-- example: " + file + " -->\n```java\n" + program(ROOT.resolve(file)) + "```\n"));
        }
        shown.appendTail(written);
        if (System.getProperty("update") != null) {
            Files.writeString(PAGE, written);
        } else {
            assertEquals(written.toString(), page);
        }
    }

    @Test
    void noExampleIsLeftOut() throws IOException {
        TreeSet<String> shown = SHOWN.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult match) -> String.valueOf(match.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> programs = new TreeSet<>();
        programs.add("examples/src/test/java/dev/tenon/examples/PropertyBasedJsonTest.java");
        try (Stream<Path> files = Files.list(ROOT.resolve("examples/src/main/java/dev/tenon/examples"))) {
            files.map(file -> ROOT.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !file.endsWith("package-info.java"))
                    .forEach(programs::add);
        }
        assertTrue(programs.size() >= 4);
        assertEquals(programs, shown);
    }
}
