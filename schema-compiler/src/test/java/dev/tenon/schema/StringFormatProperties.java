package dev.tenon.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Words that are drawn from a format, and words one edit away from one, against independent checks. */
class StringFormatProperties {
    private final Map<String, com.networknt.schema.Schema> validators = new HashMap<>();

    @Provide
    Arbitrary<String> formats() {
        return Arbitraries.of(StringFormats.names());
    }

    /** All that is written in a format is that format to an independent validator, but for what it is known to lack. */
    @Property(tries = 1000)
    void writesOnlyWhatTheValidatorAccepts(@ForAll("formats") String format, @ForAll long seed) {
        String word = FormatWords.draw(format(format), new SplittableRandom(seed));
        assertTrue(ValidatorGap.isKnown(format, word) || isValid(format, word), () -> format + ": " + word);
    }

    /** Where the validator knows the whole of a format, a word one edit away is of it iff the validator says so. */
    @Property(tries = 1000)
    void tellsWordsFromWhatIsNearlyOne(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (String format : new String[] {"date", "ipv4", "uuid"}) {
            String word = FormatWords.mutate(FormatWords.draw(format(format), random), random);
            assertEquals(isValid(format, word), format(format).strings().contains(word), () -> format + ": " + word);
        }
    }

    /** What is not of a format is never taken for it, one edit away from a word. */
    @Property(tries = 1000)
    void takesNothingThatTheValidatorRefuses(@ForAll("formats") String format, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        String word = FormatWords.mutate(FormatWords.draw(format(format), random), random);
        boolean known = ValidatorGap.isKnown(format, word);
        boolean member = format(format).strings().contains(word);
        assertFalse(member && !known && !isValid(format, word), () -> format + ": " + word);
    }

    /** No word is called one of the format and none of it at once, and exact formats leave no word out. */
    @Property(tries = 1000)
    void membersAndNonMembersNeverMeet(@ForAll("formats") String name, @ForAll long seed) {
        StringFormat format = format(name);
        SplittableRandom random = new SplittableRandom(seed);
        String word = FormatWords.draw(format, random);
        String near = FormatWords.mutate(word, random);
        assertTrue(format.strings().possible().contains(word), () -> name + ": " + word);
        boolean member = format.strings().contains(near);
        boolean nonMember = !format.strings().possible().contains(near);
        assertFalse(member && nonMember, () -> name + ": " + near);
        assertTrue(member || nonMember || !format.isExact(), () -> name + ": " + near);
    }

    @Property(tries = 200)
    void javaReadsWhatIsWritten(@ForAll long seed) throws URISyntaxException {
        SplittableRandom random = new SplittableRandom(seed);
        LocalDate.parse(FormatWords.draw(format("date"), random));
        UUID.fromString(FormatWords.draw(format("uuid"), random));
        String moment = FormatWords.draw(format("date-time"), random);
        try {
            OffsetDateTime.parse(moment);
        } catch (DateTimeException e) {
            assertTrue(ValidatorGap.isKnown("date-time", moment), moment);
        }
        String uri = FormatWords.draw(format("uri"), random);
        if (!ValidatorGap.isKnown("uri", uri)) {
            assertTrue(new URI(uri).isAbsolute(), uri);
        }
        Pattern.compile(FormatWords.draw(format("regex"), random).replaceAll("\\[\\^?\\]", ""));
    }

    private static StringFormat format(String name) {
        StringFormat format = StringFormats.find(name);
        if (format == null) {
            throw new AssertionError(name);
        }
        return format;
    }

    /** The validator knows the top-level domains of its day, which are no matter of RFC 5321: ask for the rest. */
    private boolean isValid(String format, String word) {
        String asked = format.endsWith("email") ? word.replaceFirst("@[^@\\[\\]]*$", "@example.com") : word;
        return validators
                .computeIfAbsent(format, name -> SchemaLanguage.validator("{\"format\":\"" + name + "\"}"))
                .validate(
                        TextNode.valueOf(asked),
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .isEmpty();
    }
}
