package dev.tenon.conformance.suite;

import dev.tenon.schema.KeywordUse.Effect;
import dev.tenon.schema.SupportedKeyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The tables of keywords in the documentation, from the compiler's own table, the corpus, and the known refusals. */
final class SupportTable {
    private final List<SupportedKeyword> keywords;
    private final KeywordUses uses;
    private final List<RefusedWhen> refusals;
    private final Map<String, Integer> refused;

    /**
     * Tables.
     *
     * @param refused in how many schemas of the corpus a keyword is the cause of a refusal
     */
    SupportTable(
            List<SupportedKeyword> keywords,
            KeywordUses uses,
            List<RefusedWhen> refusals,
            Map<String, Integer> refused) {
        this.keywords = keywords;
        this.uses = uses;
        this.refusals = refusals;
        this.refused = refused;
    }

    /** Whether there are cases in which a keyword is refused. */
    private enum Cases {
        NONE,
        SOME
    }

    /** A row for each keyword that restricts something, with its drafts; the others in one. */
    String complete() {
        List<String> drafts = SupportedKeyword.allDrafts();
        List<String> lines = new ArrayList<>();
        lines.add("| keyword | " + String.join(" | ", drafts) + " | used by | refused | |");
        lines.add("|---|" + ":-:|".repeat(drafts.size()) + "--:|--:|---|");
        for (SupportedKeyword keyword : enforced()) {
            String has = drafts.stream()
                    .map(draft -> keyword.drafts().contains(draft) ? "•" : " ")
                    .collect(Collectors.joining(" | "));
            lines.add("| `" + keyword.name() + "` | " + has + " | " + uses.share(keyword.name()) + " | "
                    + refused.getOrDefault(keyword.name(), 0) + " | enforced"
                    + (keyword.name().equals("format") ? "; how far it can be told is said under Formats" : "")
                    + except(keyword.name()) + " |");
        }
        lines.add("| " + annotations() + " |" + " |".repeat(drafts.size()) + " | | names, places and annotations |");
        lines.add("");
        lines.add("*Used by*: the share of " + String.format(java.util.Locale.ROOT, "%,d", uses.schemas())
                + " schemas of MaskBench, a third of it, in which the keyword restricts something."
                + " *Refused*: how many of them are refused at the keyword.");
        return String.join("\n", lines);
    }

    /** Two rows: what is enforced without known cases of refusal, and what with. */
    String compact() {
        List<SupportedKeyword> byUse = enforced().stream()
                .sorted(Comparator.comparing(
                        (SupportedKeyword keyword) -> uses.using().getOrDefault(keyword.name(), 0),
                        Comparator.reverseOrder()))
                .toList();
        List<String> lines = new ArrayList<>();
        lines.add("| | keywords of drafts " + String.join(", ", SupportedKeyword.allDrafts())
                + ", and the share of MaskBench's schemas that use them |");
        lines.add("|---|---|");
        lines.add("| enforced | " + withShares(byUse, Cases.NONE) + " |");
        lines.add("| enforced, and in cases that are named refused, with the reason | " + withShares(byUse, Cases.SOME)
                + " |");
        return String.join("\n", lines);
    }

    private List<SupportedKeyword> enforced() {
        return keywords.stream()
                .filter(keyword -> keyword.effect() == Effect.ENFORCED)
                .toList();
    }

    private String annotations() {
        return keywords.stream()
                .filter(keyword -> keyword.effect() == Effect.ANNOTATION)
                .map(keyword -> "`" + keyword.name() + "`")
                .collect(Collectors.joining(", "));
    }

    private String withShares(List<SupportedKeyword> some, Cases cases) {
        return some.stream()
                .filter(keyword ->
                        (cases == Cases.NONE) == except(keyword.name()).isEmpty())
                .map(keyword -> "`" + keyword.name() + "`"
                        + (uses.using().containsKey(keyword.name()) ? " " + uses.share(keyword.name()) : ""))
                .collect(Collectors.joining(", "));
    }

    private String except(String keyword) {
        String cases = refusals.stream()
                .filter(refusal ->
                        refusal.keywords().contains(keyword) && !refusal.when().isEmpty())
                .map(RefusedWhen::when)
                .collect(Collectors.joining("; "));
        return cases.isEmpty() ? "" : "; refused: " + cases;
    }
}
