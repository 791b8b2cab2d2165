package dev.tenon.automaton.grammar;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Earley's recogniser as plain as it can be: every set is filled again and again until nothing is new, so that empty rules
 * need no care. A prefix can be completed iff its set is not empty, since parts that no text matches are left out first.
 */
final class NaiveEarley {
    /** Symbol below zero: the letter; else the number of a nonterminal. */
    private final List<List<int[]>> productions = new ArrayList<>();

    private final int[] ruleSymbols;
    /** The nonterminal of ignored spaces, or -1. */
    private final int ignored;

    private final int root;

    private record Item(int head, int[] body, int dot, int origin) {
        @Override
        @SuppressWarnings("ReferenceEquality") // a production is one array
        public boolean equals(@Nullable Object other) {
            return other instanceof Item item
                    && item.head == head
                    && item.body == body
                    && item.dot == dot
                    && item.origin == origin;
        }

        @Override
        public int hashCode() {
            return ((head * 31 + System.identityHashCode(body)) * 31 + dot) * 31 + origin;
        }
    }

    NaiveEarley(SampleCfg cfg, boolean ignoring) {
        if (ignoring) {
            this.ignored = nonterminal();
            productions.get(ignored).add(new int[0]);
            productions.get(ignored).add(new int[] {-' ', ignored});
        } else {
            this.ignored = -1;
        }
        this.root = nonterminal();
        this.ruleSymbols = new int[cfg.rules().size()];
        Deque<Integer> left = new ArrayDeque<>();
        for (int i = 0; i < cfg.rules().size(); i++) {
            ruleSymbols[i] = nonterminal();
            left.add(i);
        }
        left.forEach(rule -> productions
                .get(ruleSymbols[rule])
                .add(new int[] {symbol(cfg.rules().get(rule))}));
        productions.get(root).add(ignoring ? new int[] {ruleSymbols[0], ignored} : new int[] {ruleSymbols[0]});
        prune();
    }

    private int nonterminal() {
        productions.add(new ArrayList<>());
        return productions.size() - 1;
    }

    private int symbol(SampleCfg.Node node) {
        int made = nonterminal();
        List<int[]> bodies = productions.get(made);
        switch (node) {
            case SampleCfg.Letters letters -> bodies.add(terminal(letters.text()));
            case SampleCfg.Either either -> {
                bodies.add(terminal(String.valueOf(either.first())));
                bodies.add(terminal(String.valueOf(either.second())));
            }
            case SampleCfg.Rule rule -> bodies.add(new int[] {ruleSymbols[rule.id()]});
            case SampleCfg.Then then ->
                bodies.add(then.items().stream().mapToInt(this::symbol).toArray());
            case SampleCfg.Or or -> or.alternatives().forEach(item -> bodies.add(new int[] {symbol(item)}));
            case SampleCfg.Repeated repeated -> {
                int item = symbol(repeated.item());
                int most = repeated.max() < 0 ? repeated.min() : repeated.max();
                for (int count = repeated.min(); count <= most; count++) {
                    int[] body = new int[count];
                    java.util.Arrays.fill(body, item);
                    bodies.add(body);
                }
                if (repeated.max() < 0) {
                    bodies.add(new int[] {made, item});
                }
            }
        }
        return made;
    }

    private int[] terminal(String text) {
        int skip = ignored < 0 ? 0 : 1;
        int[] body = new int[skip + text.length()];
        if (skip > 0) {
            body[0] = ignored;
        }
        for (int i = 0; i < text.length(); i++) {
            body[skip + i] = -text.charAt(i);
        }
        return body;
    }

    /** Leaves out productions with a part that no text matches. */
    private void prune() {
        Set<Integer> productive = new LinkedHashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int head = 0; head < productions.size(); head++) {
                if (productions.get(head).stream().anyMatch(body -> isProductive(body, productive))) {
                    changed |= productive.add(head);
                }
            }
        }
        productions.forEach(bodies -> bodies.removeIf(body -> !isProductive(body, productive)));
    }

    private static boolean isProductive(int[] body, Set<Integer> productive) {
        return java.util.Arrays.stream(body).allMatch(symbol -> symbol < 0 || productive.contains(symbol));
    }

    /** Whether any text is in the language. */
    boolean hasText() {
        return !productions.get(root).isEmpty();
    }

    /** What is known after a prefix. */
    final class Chart {
        private final List<Set<Item>> sets;

        private Chart(List<Set<Item>> sets) {
            this.sets = sets;
            fill();
        }

        /** The chart after one more letter. */
        Chart read(char letter) {
            Set<Item> next = new LinkedHashSet<>();
            for (Item item : sets.get(sets.size() - 1)) {
                if (item.dot < item.body.length && item.body[item.dot] == -letter) {
                    next.add(new Item(item.head, item.body, item.dot + 1, item.origin));
                }
            }
            List<Set<Item>> longer = new ArrayList<>(sets);
            longer.add(next);
            return new Chart(longer);
        }

        /** Whether some text begins so. */
        boolean isViable() {
            return !sets.get(sets.size() - 1).isEmpty();
        }

        /** Whether it is a text. */
        boolean isAccepting() {
            return sets.get(sets.size() - 1).stream()
                    .anyMatch(item -> item.head == root && item.dot == item.body.length && item.origin == 0);
        }

        private void fill() {
            Set<Item> last = sets.get(sets.size() - 1);
            int size = -1;
            while (size != last.size()) {
                size = last.size();
                for (Item item : List.copyOf(last)) {
                    if (item.dot == item.body.length) {
                        for (Item waiting : List.copyOf(sets.get(item.origin))) {
                            if (waiting.dot < waiting.body.length && waiting.body[waiting.dot] == item.head) {
                                last.add(new Item(waiting.head, waiting.body, waiting.dot + 1, waiting.origin));
                            }
                        }
                    } else if (item.body[item.dot] >= 0) {
                        int head = item.body[item.dot];
                        productions.get(head).forEach(body -> last.add(new Item(head, body, 0, sets.size() - 1)));
                    }
                }
            }
        }
    }

    Chart start() {
        Set<Item> first = new LinkedHashSet<>();
        productions.get(root).forEach(body -> first.add(new Item(root, body, 0, 0)));
        List<Set<Item>> sets = new ArrayList<>();
        sets.add(first);
        return new Chart(sets);
    }
}
