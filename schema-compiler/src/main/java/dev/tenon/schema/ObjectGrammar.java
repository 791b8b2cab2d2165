package dev.tenon.schema;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.dfa.DfaAlgebra;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import dev.tenon.schema.MemberLabels.Label;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The way out for objects: an {@link Expr.Interleave} whose key automaton tells the members apart. Named members come
 * in the order of the schema, others after them, or all in any order. Clauses are demands.
 */
final class ObjectGrammar {
    /** Cells of fewer keys than this are written as optional members, so that running out of keys is no dead end. */
    private static final int LISTED_KEYS = 256;

    private final SchemaGrammar grammar;
    private final Shapes shapes;
    private final MemberSyntax syntax;
    private final TextLanguages languages;
    private final Expr.MemberOrder order;
    /** Value of a member -> what follows its key, one of each however many members there are of it. */
    private final Map<Node, Expr> afterKeys = new HashMap<>();

    ObjectGrammar(
            SchemaGrammar grammar,
            Shapes shapes,
            MemberSyntax syntax,
            TextLanguages languages,
            SchemaOptions.KeyOrder keyOrder) {
        this.grammar = grammar;
        this.shapes = shapes;
        this.syntax = syntax;
        this.languages = languages;
        this.order = switch (keyOrder) {
            case SCHEMA -> Expr.MemberOrder.LISTED;
            case FREE -> Expr.MemberOrder.FREE;
        };
    }

    private record Listed(List<String> keys, List<Member> members, Set<String> taken) {
        void add(String key, Member member) {
            taken.add(key);
            keys.add(key);
            members.add(member);
        }
    }

    /** The objects of a shape whose required members have values; none where what it demands cannot be met. */
    Optional<Expr> of(ObjectSet object) {
        MemberLabels labels = shapes.of(object);
        Listed listed = new Listed(new ArrayList<>(), new ArrayList<>(), new LinkedHashSet<>());
        for (Label label : labels.named()) {
            String key = Objects.requireNonNull(label.key());
            boolean required = object.required().contains(key);
            Member member = member(label, required ? Occurrence.REQUIRED : Occurrence.OPTIONAL);
            if (member.values().isEmpty()) {
                listed.taken.add(key);
            } else {
                listed.add(key, member);
            }
        }
        List<Label> open = new ArrayList<>();
        for (Label cell : labels.cells()) {
            addCell(cell, listed, open);
        }
        long most = open.isEmpty() ? listed.members.size() : Expr.UNBOUNDED;
        if (object.min() > most) {
            return Optional.empty();
        }
        ByteDfa keys = keys(object, listed, open);
        Optional<List<Demand>> demands = demands(object, listed);
        if (demands.isEmpty()) {
            return Optional.empty();
        }
        if (most == 0 || object.max() == 0) {
            return object.clauses().stream().allMatch(ObjectGrammar::holdsWithoutMembers)
                    ? Optional.of(syntax.empty())
                    : Optional.empty();
        }
        int min = object.min() == object.required().size() ? 0 : object.min();
        int max = object.max() >= most ? Expr.UNBOUNDED : object.max();
        Expr inside = new Expr.Interleave(keys, listed.members, syntax.separator(), order, min, max, demands.get());
        return Optional.of(syntax.object(inside));
    }

    private void addCell(Label cell, Listed listed, List<Label> open) {
        if (!grammar.isProductive(cell.value())) {
            return;
        }
        if (cell.keys() != null && DfaAlgebra.countWords(cell.keys(), LISTED_KEYS) < LISTED_KEYS) {
            Member member = member(cell, Occurrence.OPTIONAL);
            for (String key : KeyCells.words(cell.keys())) {
                if (!listed.taken.contains(key) && !member.values().isEmpty()) {
                    listed.add(key, member);
                }
            }
        } else {
            open.add(cell);
        }
    }

    private Member member(Label label, Occurrence occurrence) {
        List<MemberValue> values = new ArrayList<>();
        for (Kinds.Kind kind : label.kinds()) {
            if (grammar.isProductive(kind.value())) {
                values.add(new MemberValue(afterKey(kind.value()), kind.of(), kind.role()));
            }
        }
        return new Member(values, occurrence);
    }

    private Expr afterKey(Node value) {
        Expr known = afterKeys.get(value);
        if (known == null) {
            known = syntax.afterKey(value);
            afterKeys.put(value, known);
        }
        return known;
    }

    /** What the clauses demand; nothing where one cannot hold, without those that always hold. */
    private static Optional<List<Demand>> demands(ObjectSet object, Listed listed) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < object.clauses().size(); i++) {
            ObjectSet.Clause clause = object.clauses().get(i);
            Set<Integer> absent = new LinkedHashSet<>();
            boolean holds = clause.below() > listed.members.size() && isClosed(listed);
            for (String key : clause.absent()) {
                int index = listed.keys.indexOf(key);
                if (index < 0) {
                    holds = true;
                } else if (listed.members.get(index).occurrence() == Occurrence.OPTIONAL) {
                    absent.add(index);
                }
            }
            demands.add(
                    holds
                            ? new Demand(Set.of(), Expr.UNBOUNDED, Expr.UNBOUNDED)
                            : new Demand(absent, clause.below(), clause.above()));
            int clauseIndex = i;
            boolean possible = holds
                    || !absent.isEmpty()
                    || clause.below() > 0
                    || clause.above() != Expr.UNBOUNDED
                    || listed.members.stream()
                            .flatMap(member -> member.values().stream())
                            .anyMatch(value -> value.meets().contains(clauseIndex));
            if (!possible) {
                return Optional.empty();
            }
        }
        return Optional.of(demands);
    }

    private static boolean holdsWithoutMembers(ObjectSet.Clause clause) {
        return clause.below() > 0 || !clause.absent().isEmpty();
    }

    private static boolean isClosed(Listed listed) {
        return listed.members.stream().noneMatch(member -> member.occurrence() == Occurrence.MANY);
    }

    /** Adds the members of open cells and makes the automaton of all keys as they are spelled. */
    private ByteDfa keys(ObjectSet object, Listed listed, List<Label> open) {
        Set<String> forbidden = new LinkedHashSet<>(listed.taken);
        listed.keys.forEach(forbidden::remove);
        if (open.isEmpty()) {
            return syntax.keys(listed.keys, forbidden, DfaAlgebra.never());
        }
        if (open.size() == 1 && open.get(0).keys() == null) {
            listed.members.add(member(open.get(0), Occurrence.MANY));
            return syntax.keys(listed.keys, forbidden, DfaAlgebra.anyText());
        }
        List<ByteDfa> cells = new ArrayList<>();
        for (Label cell : open) {
            ByteDfa keys = syntax.writable(cell.keys() == null ? DfaAlgebra.anyText() : cell.keys());
            if (keys.isEmpty()) {
                continue;
            }
            boolean isFinite = DfaAlgebra.isFinite(keys);
            if (object.min() > LISTED_KEYS && isFinite) {
                throw new SchemaException.Unsupported(
                        "",
                        "minProperties",
                        "\"minProperties\" above " + LISTED_KEYS + " is not enforced where keys may run out");
            }
            if (!isFinite || !isTaken(keys, listed)) {
                cells.add(keys);
                listed.members.add(member(cell, Occurrence.MANY));
            }
        }
        ByteDfa text =
                cells.isEmpty() ? DfaAlgebra.never() : cells.size() == 1 ? cells.get(0) : languages.labelled(cells);
        return syntax.keys(listed.keys, forbidden, text);
    }

    /** Whether all keys of a finite language are named or forbidden. */
    private boolean isTaken(ByteDfa keys, Listed listed) {
        return languages.minus(keys, TextLanguages.words(listed.taken)).isEmpty();
    }
}
