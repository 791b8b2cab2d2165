package dev.tenon.server.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A file of settings: on each line the name of a flag without its dashes, {@code =}, and its value, as far as the line goes; blank lines,
 * and lines that begin with {@code #}. What may be given several times may stand there several times.
 */
final class SettingsFile {
    private static final long MOST_BYTES = 1 << 20;

    private SettingsFile() {}

    /**
     * A value and where it is.
     *
     * @param line from 1
     */
    record Entry(String value, int line) {}

    /**
     * Reads a file.
     *
     * @param names what may be set
     * @param lists those of them that may be set several times
     * @throws CommandFailure with file and line when there is anything else in it
     */
    static Map<String, List<Entry>> read(Path file, Set<String> names, Set<String> lists) {
        Map<String, List<Entry>> entries = new LinkedHashMap<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            String where = file + ", line " + (i + 1) + ": ";
            if (equals < 0) {
                throw CommandFailure.misuse(where + "there is no '='; write name = value");
            }
            if (!names.contains(name)) {
                throw CommandFailure.misuse(
                        where + "there is no setting " + name + "; there are " + String.join(", ", names));
            }
            List<Entry> known = entries.computeIfAbsent(name, key -> new ArrayList<>());
            if (!known.isEmpty() && !lists.contains(name)) {
                throw CommandFailure.misuse(where + name + " was set before, on line "
                        + known.get(0).line());
            }
            known.add(new Entry(line.substring(equals + 1).strip(), i + 1));
        }
        return entries;
    }

    private static List<String> lines(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw CommandFailure.misuse("there is no file " + file);
            }
            if (Files.size(file) > MOST_BYTES) {
                throw CommandFailure.misuse(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw CommandFailure.misuse(file + " is not UTF-8");
        } catch (IOException e) {
            throw CommandFailure.misuse("cannot read " + file + ": " + e.getMessage());
        }
    }
}
