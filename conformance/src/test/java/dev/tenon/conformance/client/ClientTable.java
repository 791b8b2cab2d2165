package dev.tenon.conformance.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table of an endpoint in a document: its clients, and those modes that one of them has. Each client's column is written by the run of that client, with {@code -Dupdate},
 * and compared with it otherwise; so the column of a client that cannot run on this machine stays as it is.
 */
final class ClientTable {
    private static final String MARK = "✓";

    private final Path file;
    private final String begin;
    private final String end;

    ClientTable(Path file, Endpoint endpoint) {
        this.file = file;
        this.begin = "<!-- " + endpoint.table() + ":begin -->";
        this.end = "<!-- " + endpoint.table() + ":end -->";
    }

    /** The README's of an endpoint, wherever in the tree the tests run. */
    static ClientTable readme(Endpoint endpoint) {
        Path readme = Stream.iterate(Path.of("").toAbsolutePath(), folder -> folder != null, Path::getParent)
                .map(folder -> folder.resolve("README.md"))
                .filter(file -> Files.exists(file) && Files.isDirectory(file.resolveSibling("conformance")))
                .findFirst()
                .orElseThrow();
        return new ClientTable(readme, endpoint);
    }

    /** The column of a client has a mark for each mode that was green, and for no other. */
    void check(String client, Set<Mode> green) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        int first = lines.indexOf(begin);
        int last = lines.indexOf(end);
        assertTrue(first >= 0 && last > first, () -> file + " has no place for the table: " + begin);
        List<String> table = lines.subList(first + 1, last);
        SortedMap<String, Set<Mode>> columns = read(table);
        if (System.getProperty("update") == null) {
            assertEquals(green, columns.get(client), "run with -Dupdate, look at it, commit it");
            assertEquals(write(columns), table);
            return;
        }
        columns.keySet().removeIf(other -> nameOf(other).equals(nameOf(client)));
        columns.put(client, green);
        List<String> written = write(columns);
        table.clear();
        table.addAll(written);
        Files.writeString(file, String.join("\n", lines) + "\n");
    }

    /** A client's name without its version. */
    private static String nameOf(String client) {
        return client.substring(0, client.lastIndexOf(' '));
    }

    private static SortedMap<String, Set<Mode>> read(List<String> table) {
        SortedMap<String, Set<Mode>> columns = new TreeMap<>();
        if (table.isEmpty()) {
            return columns;
        }
        List<String> clients = cells(table.get(0));
        for (int i = 0; i < clients.size(); i++) {
            Set<Mode> green = EnumSet.noneOf(Mode.class);
            for (String line : table.subList(2, table.size())) {
                if (cells(line).get(i).equals(MARK)) {
                    green.add(Mode.of(line.split("\\|", -1)[1].strip()));
                }
            }
            columns.put(clients.get(i), green);
        }
        return columns;
    }

    /** The cells of a line but the first. */
    private static List<String> cells(String line) {
        return Stream.of(line.substring(1, line.lastIndexOf('|')).split("\\|", -1))
                .skip(1)
                .map(String::strip)
                .toList();
    }

    private static List<String> write(SortedMap<String, Set<Mode>> columns) {
        List<String> lines = new ArrayList<>();
        lines.add("| | " + String.join(" | ", columns.keySet()) + " |");
        lines.add("|---|" + ":-:|".repeat(columns.size()));
        for (Mode mode : Mode.values()) {
            if (columns.values().stream().noneMatch(green -> green.contains(mode))) {
                continue;
            }
            lines.add(columns.values().stream()
                    .map(green -> green.contains(mode) ? MARK : "")
                    .collect(Collectors.joining(" | ", "| " + mode.label() + " | ", " |")));
        }
        return lines;
    }
}
