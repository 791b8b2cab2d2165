package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The way out for objects: an {@link Expr.Interleave} whose key automaton tells the members apart. Named members come
 * in the order of the schema, others after them.
 */
final class ObjectGrammar {
    /** Cells of fewer keys than this are written as optional members, so that running out of keys is no dead end. */
    private static final int LISTED_KEYS = 256;

    private final SchemaGrammar grammar;
    private final JsonSyntax syntax;
    private final TextLanguages languages;
    private final Expr.MemberOrder order;

    ObjectGrammar(SchemaGrammar grammar, JsonSyntax syntax, TextLanguages languages, SchemaOptions.KeyOrder keyOrder) {
        this.grammar = grammar;
        this.syntax = syntax;
        this.order = switch (keyOrder) {
            case SCHEMA -> Expr.MemberOrder.LISTED;
            case FREE -> Expr.MemberOrder.FREE;
        };
        this.languages = languages;
    }

    private record Listed(List<String> keys, List<Member> members, Set<String> taken) {
        void add(String key, Member member) {
            taken.add(key);
            keys.add(key);
            members.add(member);
        }
    }

    /** The objects of a shape whose required members have values; none where their number cannot be reached. */
    Optional<Expr> of(ObjectSet object) {
        Listed listed = new Listed(new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
        for (String key : KeyCells.mentioned(object)) {
            Node value = object.member(key);
            boolean required = object.required().contains(key);
            if (StringSet.isText(key) && grammar.isProductive(value)) {
                listed.add(key, new Member(afterKey(value), required ? Occurrence.REQUIRED : Occurrence.OPTIONAL));
            } else {
                listed.taken.add(key);
            }
        }
        List<ObjectSet.KeyCell> open = new ArrayList<>();
        for (ObjectSet.KeyCell cell : object.cells()) {
            if (grammar.isProductive(cell.value())) {
                addCell(cell, listed, open);
            }
        }
        long most = open.isEmpty() ? listed.members.size() : Expr.UNBOUNDED;
        if (object.min() > most) {
            return Optional.empty();
        }
        if (most == 0 || object.max() == 0) {
            return Optional.of(JsonSyntax.literal("{}"));
        }
        ByteDfa keys = keys(object, listed, open);
        int min = object.min() == object.required().size() ? 0 : object.min();
        int max = object.max() >= most ? Expr.UNBOUNDED : object.max();
        Expr inside = new Expr.Interleave(keys, listed.members, syntax.comma(), order, min, max);
        return Optional.of(new Expr.Sequence(List.of(syntax.openObject(), inside, syntax.closeObject())));
    }

    private void addCell(ObjectSet.KeyCell cell, Listed listed, List<ObjectSet.KeyCell> open) {
        if (cell.keys() != null && DfaAlgebra.countWords(cell.keys(), LISTED_KEYS) < LISTED_KEYS) {
            for (String key : KeyCells.words(cell.keys())) {
                if (!listed.taken.contains(key)) {
                    listed.add(key, new Member(afterKey(cell.value()), Occurrence.OPTIONAL));
                }
            }
        } else {
            open.add(cell);
        }
    }

    private Expr afterKey(Node value) {
        return new Expr.Sequence(List.of(syntax.colon(), grammar.expression(value)));
    }

    /** Adds the members of open cells and makes the automaton of all keys as they are spelled. */
    private ByteDfa keys(ObjectSet object, Listed listed, List<ObjectSet.KeyCell> open) {
        Set<String> forbidden = new LinkedHashSet<>(listed.taken);
        listed.keys.forEach(forbidden::remove);
        if (open.isEmpty()) {
            return KeyDfa.of(listed.keys, forbidden, KeyDfa.Others.NONE);
        }
        if (open.size() == 1 && open.get(0).keys() == null) {
            listed.members.add(new Member(afterKey(open.get(0).value()), Occurrence.MANY));
            return KeyDfa.of(listed.keys, forbidden, KeyDfa.Others.ALLOWED);
        }
        ByteDfa text = listed.keys.isEmpty() ? DfaAlgebra.never() : DfaAlgebra.labelledStrings(listed.keys);
        ByteDfa without = TextLanguages.words(forbidden);
        for (ObjectSet.KeyCell cell : open) {
            int own = listed.members.size();
            ByteDfa keys = cell.keys() == null ? DfaAlgebra.anyText() : cell.keys();
            keys = without.isEmpty() ? keys : languages.minus(keys, without);
            if (object.min() > LISTED_KEYS && DfaAlgebra.isFinite(keys)) {
                throw new SchemaException.Unsupported(
                        "",
                        "minProperties",
                        "\"minProperties\" above " + LISTED_KEYS + " is not enforced where keys may run out");
            }
            if (!keys.isEmpty()) {
                listed.members.add(new Member(afterKey(cell.value()), Occurrence.MANY));
                ByteDfa relabelled = DfaAlgebra.relabel(keys, unused -> own);
                text = text.isEmpty() ? relabelled : languages.union(text, relabelled);
            }
        }
        return JsonStringSpelling.spell(text);
    }
}
