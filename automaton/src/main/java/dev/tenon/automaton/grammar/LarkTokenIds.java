package dev.tenon.automaton.grammar;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.antlr.v4.runtime.Token;

/** What a special token in Lark stands for: {@code <|eom_id|>}, {@code <[128010]>}, {@code <[128000-128010,128020]>}. */
final class LarkTokenIds {
    private LarkTokenIds() {}

    /** The ids, all of them of special tokens. */
    static List<Integer> of(Token token, SpecialTokens known) {
        String text = token.getText();
        if (!text.startsWith("<[") || !text.endsWith("]>")) {
            OptionalInt id = known.find(text);
            if (id.isEmpty()) {
                throw new GrammarSyntaxException(
                        Place.of(token),
                        SyntaxErrors.shown(token) + " is no special token of this model; for text write \"" + text
                                + "\"");
            }
            return List.of(id.getAsInt());
        }
        String list = text.substring(2, text.length() - 2);
        if (list.startsWith("^") || list.equals("*")) {
            throw new GrammarSyntaxException(
                    Place.of(token),
                    "one token that may be text cannot be enforced, since what is one token is not told by the text;"
                            + " for any text write /(?s:.*)/");
        }
        List<Integer> ids = new ArrayList<>();
        for (String range : list.split(",", -1)) {
            String[] ends = range.split("-", -1);
            int first = SyntaxErrors.count(ends[0], Place.of(token));
            int last = ends.length == 1 ? first : SyntaxErrors.count(ends[1], Place.of(token));
            if (ends.length > 2 || last < first) {
                throw new GrammarSyntaxException(Place.of(token), "expected ids such as <[128000-128010,128020]>");
            }
            addRange(token, first, last, known, ids);
        }
        return ids;
    }

    private static void addRange(Token token, int first, int last, SpecialTokens known, List<Integer> ids) {
        List<Integer> special =
                known.ids().stream().filter(id -> id >= first && id <= last).toList();
        if (special.size() != last - first + 1) {
            int missing = first;
            while (special.contains(missing)) {
                missing++;
            }
            throw new GrammarSyntaxException(
                    Place.of(token),
                    "token " + missing + " is no special token of this model; for a token that is text write the text");
        }
        ids.addAll(special);
    }
}
