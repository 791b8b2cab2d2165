package dev.tenon.server.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Schemas of the kinds that are met in tools, configuration files, interface descriptions and forms. In the resource each has the sign
 * {@value #SIGN} in some of its names, values and patterns; another number in its place makes another schema of it, so that no automaton
 * of one round is found in the next. Immutable.
 */
public final class TrainingSchemas {
    private static final String RESOURCE = "schemas.json";

    /** Stands for the number of the round. */
    public static final String SIGN = "~";

    private final List<String> templates;

    private TrainingSchemas(List<String> templates) {
        this.templates = templates;
    }

    /** Those of the resource. */
    public static TrainingSchemas load() {
        try (InputStream in = Objects.requireNonNull(TrainingSchemas.class.getResourceAsStream(RESOURCE))) {
            List<String> templates = new ArrayList<>();
            for (JsonNode schema : JsonMapper.builder().build().readTree(in)) {
                templates.add(schema.toString());
            }
            return new TrainingSchemas(templates);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The texts of a round's schemas, always in the same order. */
    public List<String> ofRound(int round) {
        String number = Integer.toString(round + 2);
        return templates.stream().map(text -> text.replace(SIGN, number)).toList();
    }
}
