package dev.tenon.automaton.grammar;

import dev.tenon.automaton.regex.Regex;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * What stands in brackets after the name of a rule.
 *
 * @param isLazy whether its text ends as soon as it can, which makes it a terminal
 * @param suffix what its text ends with then; null for nothing
 */
record LarkAttributes(boolean isLazy, @Nullable Token suffix) {
    /** Reads them, and warns about those that have no effect here. */
    static LarkAttributes read(Lark.AttributesContext attributes, List<GrammarWarning> warnings) {
        boolean lazy = false;
        Token suffix = null;
        for (Lark.AttributeContext attribute : attributes.attribute()) {
            Token name = attribute.RULE().getSymbol();
            switch (name.getText()) {
                case "lazy" -> lazy = true;
                case "suffix" -> {
                    if (attribute.EQUALS() == null || attribute.NUMBER() != null) {
                        throw new GrammarSyntaxException(
                                Place.of(name), "expected suffix=\"...\", a regex or a terminal");
                    }
                    lazy = true;
                    suffix = attribute.getStop();
                }
                case "capture", "capture_name", "stop_capture" ->
                    warnings.add(new GrammarWarning(
                            Place.of(name), name.getText() + " has no effect: answers have no place for captures"));
                case "stop" ->
                    throw new GrammarSyntaxException(
                            Place.of(name),
                            "stop is not supported, since it takes back what was generated; use suffix, or lazy");
                case "max_tokens", "temperature" ->
                    throw new GrammarSyntaxException(
                            Place.of(name),
                            name.getText() + " is not supported for a part of a text; set it for the whole request");
                default ->
                    throw new GrammarSyntaxException(
                            Place.of(name), name.getText() + " is no attribute of a rule; expected lazy or suffix");
            }
        }
        return new LarkAttributes(lazy, suffix);
    }

    /** The texts of the regex, with the suffix, that do not begin with a shorter one. */
    Regex lazy(Regex body, LarkTerminals terminals) {
        Token end = suffix;
        Regex whole = end == null ? body : new Regex.Concat(List.of(body, terminals.single(end)));
        Regex longer = new Regex.Concat(List.of(whole, new Regex.Repeat(Regex.ANY_CHAR, 1, Regex.UNBOUNDED)));
        return new Regex.Intersect(List.of(whole, new Regex.Complement(longer)));
    }
}
