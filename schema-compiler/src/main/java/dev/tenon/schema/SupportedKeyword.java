package dev.tenon.schema;

import java.util.Arrays;
import java.util.List;

/**
 * A keyword that the compiler knows. What is in none of these is an annotation (JSON Schema Core 2020-12, section 6.5).
 *
 * @param name the keyword
 * @param effect {@link KeywordUse.Effect#ENFORCED} or {@link KeywordUse.Effect#ANNOTATION}
 * @param drafts the drafts that have it, oldest first, as {@code 7} or {@code 2019-09}
 */
public record SupportedKeyword(String name, KeywordUse.Effect effect, List<String> drafts) {
    /** Copies the drafts. */
    public SupportedKeyword {
        drafts = List.copyOf(drafts);
    }

    /** All keywords, by what they are about. */
    public static List<SupportedKeyword> all() {
        return Keywords.all().stream().map(SupportedKeyword::of).toList();
    }

    /** The drafts that are read, oldest first. */
    public static List<String> allDrafts() {
        return Arrays.stream(Dialect.values()).map(SupportedKeyword::label).toList();
    }

    private static SupportedKeyword of(Keywords.Keyword keyword) {
        return new SupportedKeyword(
                keyword.name(),
                keyword.role() == Keywords.Role.ANNOTATION ? KeywordUse.Effect.ANNOTATION : KeywordUse.Effect.ENFORCED,
                Arrays.stream(Dialect.values())
                        .filter(keyword::isIn)
                        .map(SupportedKeyword::label)
                        .toList());
    }

    private static String label(Dialect dialect) {
        return switch (dialect) {
            case DRAFT_4 -> "4";
            case DRAFT_6 -> "6";
            case DRAFT_7 -> "7";
            case DRAFT_2019_09 -> "2019-09";
            case DRAFT_2020_12 -> "2020-12";
        };
    }
}
