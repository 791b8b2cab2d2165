package dev.tenon.schema;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules that a schema is read by: a draft, and those of its vocabularies that its meta-schema names. Immutable.
 *
 * @param dialect the draft
 * @param vocabularies all but those that a meta-schema of one's own leaves out
 * @param name the address of the meta-schema
 * @param refusal what to throw where a schema by these rules is looked into, or null; kept until then because a schema
 *     that nothing refers to is not read
 */
record Rules(
        Dialect dialect,
        Set<KeywordVocabulary> vocabularies,
        String name,
        SchemaException.@Nullable Unsupported refusal) {
    private static final Set<KeywordVocabulary> USUAL = usual();

    private static Set<KeywordVocabulary> usual() {
        Set<KeywordVocabulary> all = EnumSet.allOf(KeywordVocabulary.class);
        all.remove(KeywordVocabulary.FORMAT_ASSERTION);
        return Set.copyOf(all);
    }

    /** A draft as it is. */
    static Rules of(Dialect dialect) {
        return new Rules(dialect, USUAL, dialect.uri(), null);
    }

    /** A draft in some of its vocabularies. */
    static Rules of(Dialect dialect, Set<KeywordVocabulary> vocabularies, String name) {
        return new Rules(dialect, Set.copyOf(vocabularies), name, null);
    }

    /** These rules, but nothing is read by them. */
    Rules refused(SchemaException.Unsupported why) {
        return new Rules(dialect, vocabularies, name, why);
    }

    /** Whether a keyword is in a vocabulary that is in use. */
    boolean use(String keyword) {
        return vocabularies.contains(KeywordVocabulary.of(keyword));
    }

    /** Whether the meta-schema itself demands that {@code format} is an assertion. */
    boolean assertFormats() {
        return vocabularies.contains(KeywordVocabulary.FORMAT_ASSERTION);
    }
}
