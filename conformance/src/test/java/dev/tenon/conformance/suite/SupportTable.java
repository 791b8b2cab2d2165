package dev.tenon.conformance.suite;

import dev.tenon.schema.KeywordUse.Effect;
import dev.tenon.schema.SupportedKeyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of keywords in the documentation, from the compiler's own table, the corpus, and the known refusals. */
final class SupportTable {
    private final List<SupportedKeyword> keywords;
    private final KeywordUses uses;
    private final List<RefusedWhen> refusals;

    SupportTable(List<SupportedKeyword> keywords, KeywordUses uses, List<RefusedWhen> refusals) {
        this.keywords = keywords;
        this.uses = uses;
        this.refusals = refusals;
    }

    /** A row for each keyword that restricts something, with its drafts; the others in one. */
    String complete() {
        List<String> drafts = SupportedKeyword.allDrafts();
        List<String> lines = new ArrayList<>();
        lines.add("| keyword | " + String.join(" | ", drafts) + " | used by | |");
        lines.add("|---|" + ":-:|".repeat(drafts.size()) + "--:|---|");
        for (SupportedKeyword keyword : enforced()) {
            String has = drafts.stream()
                    .map(draft -> keyword.drafts().contains(draft) ? "•" : " ")
                    .collect(Collectors.joining(" | "));
            lines.add("| `" + keyword.name() + "` | " + has + " | " + uses.share(keyword.name()) + " | enforced"
                    + except(keyword.name()) + " |");
        }
        lines.add("| " + annotations() + " |" + " |".repeat(drafts.size()) + " | names, places and annotations |");
        lines.add("");
        lines.add("*Used by*: the share of " + String.format(java.util.Locale.ROOT, "%,d", uses.schemas())
                + " schemas of MaskBench, a third of it, in which the keyword restricts something.");
        return String.join("\n", lines);
    }

    /** Three rows: what is always enforced, what up to a limit, and what restricts nothing. */
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
        lines.add("| enforced, always | " + withShares(byUse, "") + " |");
        lines.add("| enforced, or refused in cases that are named | " + withShares(byUse, ", except") + " |");
        lines.add("| dropped, or taken for less than it says | none |");
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

    private String withShares(List<SupportedKeyword> some, String exception) {
        return some.stream()
                .filter(keyword -> exception.isEmpty() == except(keyword.name()).isEmpty())
                .map(keyword -> "`" + keyword.name() + "` " + uses.share(keyword.name()))
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
