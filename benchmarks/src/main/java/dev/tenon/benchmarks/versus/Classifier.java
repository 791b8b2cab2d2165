package dev.tenon.benchmarks.versus;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.benchmarks.versus.SchemaJudge.Verdict;
import dev.tenon.server.maskbench.InstanceText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says why two engines part, for one schema. White space, escapes in strings without
 * conditions, and what our own grammar for
 * keys in the schema's order does not take either, are told by rule. Everything else is put to the test: the engine that
 * goes on is led to an end of the text, and a validator judges the value. Not valid: that engine is too lax. Valid: the other one
 * is too strict, unless it takes the same value in its usual spelling, or in the schema's order of keys. Not thread-safe.
 */
final class Classifier {
    /** Ways that are tried when the first leads to a value that is not valid: another may. */
    private static final int WAYS = 4;

    /** JSON takes it raw, llguidance wants it escaped. */
    private static final int DELETE = 0x7F;

    /** A whole number with a fraction, between values: in a string this would have to stand between a space and a comma. */
    private static final Pattern NUMBER_WITH_ZEROS = Pattern.compile("(?<=^|[\\[ ])(-?[0-9]+)\\.0(?=[,\\]}]|$)");

    /** Judgements that a schema gets. */
    private static final int MOST_JUDGEMENTS = 150;

    private final TenonLanguage ours;
    private final OtherEngine theirs;
    private final SchemaJudge judge;
    private final SchemaPlaces places;
    private final Map<String, Classified> known = new HashMap<>();

    /**
     * A class, with what it was told by.
     *
     * @param text the whole text that the allowing engine was led to, or empty
     */
    record Classified(Difference difference, String text) {}

    Classifier(TenonLanguage ours, OtherEngine theirs, SchemaJudge judge, SchemaPlaces places) {
        this.places = places;
        this.ours = ours;
        this.theirs = theirs;
        this.judge = judge;
    }

    /**
     * Why they part after a prefix.
     *
     * @param matcher ours, at its end, where theirs stands, too
     * @param ordered ours for keys in the schema's order, at its end; null where that does not go so far
     */
    Classified classify(byte[] prefix, Parting parting, Matcher matcher, @Nullable Matcher ordered) throws IOException {
        JsonPlace place = JsonPlace.after(prefix);
        place.step(parting.agreed());
        if (!parting.atEnd()) {
            if (!place.inQuotes() && isSpace(parting.last())) {
                return new Classified(Difference.WHITE_SPACE, "");
            }
            boolean escaped = parting.last() == '\\' || !place.escape().isEmpty();
            if (place.inQuotes() && (parting.last() == DELETE || (escaped && places.isPlain(place)))) {
                return new Classified(Difference.SPELLING, "");
            }
            if (parting.ours() && ordered != null && !goesOn(ordered, parting.way())) {
                return new Classified(Difference.KEY_ORDER, "");
            }
        }
        if (!parting.ours() && isBeyondDouble(place, parting)) {
            return new Classified(Difference.BEYOND_DOUBLE, "");
        }
        String key = String.join(
                "\n",
                place.path().toString(),
                place.kind().name(),
                places.isPlain(place) ? place.escape() : place.lexeme(),
                parting.atEnd() ? "end" : Integer.toString(parting.last()),
                Boolean.toString(parting.ours()));
        Classified before = known.get(key);
        if (before != null) {
            return before;
        }
        if (known.size() == MOST_JUDGEMENTS) {
            return new Classified(Difference.NOT_JUDGED, "");
        }
        Classified made = parting.ours() ? weGoOn(prefix, parting, matcher) : theyGoOn(prefix, parting, place);
        known.put(key, made);
        return made;
    }

    private static boolean isBeyondDouble(JsonPlace place, Parting parting) {
        if (place.kind() != JsonPlace.Kind.IN_NUMBER || parting.atEnd()) {
            return false;
        }
        try {
            return Double.isInfinite(Double.parseDouble(place.lexeme() + (char) parting.last()));
        } catch (NumberFormatException e) {
            // Not a number yet.
            return false;
        }
    }

    private static boolean goesOn(Matcher matcher, byte[] way) {
        return matcher.fork().acceptBytes(way, 0, way.length) == way.length;
    }

    private static boolean isSpace(int b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    private Classified weGoOn(byte[] prefix, Parting parting, Matcher matcher) throws IOException {
        Matcher at = matcher.fork();
        byte[] way = parting.way();
        if (at.acceptBytes(way, 0, way.length) != way.length) {
            throw new IllegalStateException("went on before");
        }
        Optional<byte[]> end = TenonLanguage.finish(at);
        if (end.isEmpty()) {
            return new Classified(Difference.UNCLASSIFIED, "");
        }
        byte[] whole = concat(concat(prefix, way), end.get());
        String text = new String(whole, StandardCharsets.UTF_8);
        return new Classified(
                switch (judge.judge(text)) {
                    case VALID -> theyAreStrict(text);
                    case INVALID, KEY_TWICE, NO_JSON, NOT_FINITE -> Difference.OURS_TOO_LAX;
                    case FORMAT -> Difference.OUR_FORMAT;
                    case NONE -> Difference.UNCLASSIFIED;
                },
                text);
    }

    private Difference theyAreStrict(String text) throws IOException {
        byte[] usual = usual(text);
        if (theirs.accepts(usual) || theirs.accepts(withPlainIntegers(text))) {
            return Difference.SPELLING;
        }
        return ours.acceptsInOrder(usual) ? Difference.THEIRS_TOO_STRICT : Difference.KEY_ORDER;
    }

    private Classified theyGoOn(byte[] prefix, Parting parting, JsonPlace place) throws IOException {
        Classified made = new Classified(Difference.UNCLASSIFIED, "");
        if (!parting.atEnd()) {
            place.step(parting.last());
        }
        for (int seed = 0; seed < WAYS; seed++) {
            Optional<byte[]> way =
                    parting.atEnd() ? Optional.of(parting.way()) : theirs.finish(parting.way(), place.inQuotes(), seed);
            if (way.isEmpty()) {
                continue;
            }
            String text = new String(concat(prefix, way.get()), StandardCharsets.UTF_8);
            Verdict verdict = judge.judge(text);
            if (verdict == Verdict.VALID) {
                boolean spelling = ours.accepts(usual(text)) || ours.accepts(withPlainIntegers(text));
                return new Classified(spelling ? Difference.SPELLING : Difference.OURS_TOO_STRICT, text);
            }
            if (made.difference() == Difference.UNCLASSIFIED) {
                made = new Classified(
                        switch (verdict) {
                            case KEY_TWICE -> Difference.KEY_TWICE;
                            case NOT_FINITE -> Difference.BEYOND_DOUBLE;
                            case INVALID, NO_JSON -> Difference.THEIRS_TOO_LAX;
                            case FORMAT -> Difference.THEIR_FORMAT;
                            case NONE, VALID -> Difference.UNCLASSIFIED;
                        },
                        text);
            }
        }
        return made;
    }

    private static byte[] usual(String text) {
        try {
            return InstanceText.write(InstanceText.read(text)).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("was judged as JSON before", e);
        }
    }

    /** The usual spelling with {@code 5} for {@code 5.0}: both are the same value to JSON Schema. */
    private static byte[] withPlainIntegers(String text) {
        return NUMBER_WITH_ZEROS
                .matcher(new String(usual(text), StandardCharsets.UTF_8))
                .replaceAll("$1")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
