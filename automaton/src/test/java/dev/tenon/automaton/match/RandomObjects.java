package dev.tenon.automaton.match;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Demand;
import dev.tenon.automaton.grammar.Expr.Interleave;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberRole;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * Draws objects with demands whose texts are few enough to be listed, and lists them by trying all sequences of
 * members: the meaning of {@link Interleave} in the plainest words.
 */
final class RandomObjects {
    private static final List<Character> VALUES = List.of('1', '2', '3');

    private final Random random;
    private final List<List<String>> keys = new ArrayList<>();
    /** [member] -> alternatives as sets of values. */
    private final List<List<Set<Character>>> languages = new ArrayList<>();

    final Interleave object;

    RandomObjects(long seed) {
        this.random = new Random(seed);
        this.object = draw();
    }

    private Interleave draw() {
        int demandCount = random.nextInt(4);
        List<Member> members = new ArrayList<>();
        int keysLeft = 2 + random.nextInt(3);
        while (keysLeft > 0) {
            int index = members.size();
            boolean many = random.nextInt(3) == 0;
            List<String> own = new ArrayList<>();
            for (int i = many ? 1 + random.nextInt(keysLeft) : 1; i > 0; i--) {
                own.add(String.valueOf((char) ('a' + index)).repeat(many ? i : 1) + (many ? "." : ""));
                keysLeft--;
            }
            keys.add(own);
            Occurrence single = random.nextInt(3) == 0 ? Occurrence.REQUIRED : Occurrence.OPTIONAL;
            members.add(new Member(values(demandCount), many ? Occurrence.MANY : single));
        }
        int min = random.nextInt(3);
        return new Interleave(
                keyDfa(),
                members,
                literal(","),
                random.nextBoolean() ? MemberOrder.LISTED : MemberOrder.FREE,
                random.nextBoolean() ? 0 : min,
                random.nextBoolean() ? Expr.UNBOUNDED : min + random.nextInt(3),
                demands(demandCount, members));
    }

    /** An alternative that meets more demands takes the values alone that are asked for by all of them. */
    private List<MemberValue> values(int demandCount) {
        List<Set<Character>> wanted = new ArrayList<>();
        for (int i = 0; i < demandCount; i++) {
            wanted.add(someValues());
        }
        List<MemberValue> values = new ArrayList<>();
        List<Set<Character>> own = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Set<Integer> meets = new HashSet<>();
            Set<Character> language = new TreeSet<>(VALUES);
            for (int demand = 0; demand < demandCount; demand++) {
                if (random.nextInt(3) == 0) {
                    meets.add(demand);
                    language.retainAll(wanted.get(demand));
                }
            }
            own.add(language);
            values.add(new MemberValue(words(language), meets));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            addStandIn(demandCount, values, own);
        }
        languages.add(own);
        return values;
    }

    /** An alternative with all texts of those that meet the same demands or more. */
    private void addStandIn(int demandCount, List<MemberValue> values, List<Set<Character>> own) {
        Set<Integer> meets = new HashSet<>();
        for (int demand = 0; demand < demandCount; demand++) {
            if (random.nextInt(3) == 0) {
                meets.add(demand);
            }
        }
        Set<Character> language = new TreeSet<>();
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).meets().equals(meets)) {
                return;
            }
            if (values.get(i).meets().containsAll(meets)) {
                language.addAll(own.get(i));
            }
        }
        own.add(language);
        values.add(new MemberValue(words(language), meets, MemberRole.STAND_IN));
    }

    private static Expr words(Set<Character> language) {
        List<Expr> words = new ArrayList<>();
        language.forEach(value -> words.add(literal(":" + value)));
        return new Expr.Choice(words);
    }

    private Set<Character> someValues() {
        Set<Character> some = new TreeSet<>();
        for (char value : VALUES) {
            if (random.nextBoolean()) {
                some.add(value);
            }
        }
        return some;
    }

    private List<Demand> demands(int count, List<Member> members) {
        List<Demand> demands = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Set<Integer> absent = new HashSet<>();
            for (int member = 0; member < members.size(); member++) {
                if (members.get(member).occurrence() == Occurrence.OPTIONAL && random.nextInt(4) == 0) {
                    absent.add(member);
                }
            }
            demands.add(new Demand(
                    absent,
                    random.nextInt(4) == 0 ? random.nextInt(4) : 0,
                    random.nextInt(4) == 0 ? random.nextInt(4) : Expr.UNBOUNDED));
        }
        return demands;
    }

    private static Expr literal(String text) {
        return new Expr.Lexeme(ByteDfa.literal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private ByteDfa keyDfa() {
        ByteDfa.Builder dfa = ByteDfa.builder();
        Map<String, Integer> states = new HashMap<>();
        int start = dfa.addState();
        for (int member = 0; member < keys.size(); member++) {
            for (String key : keys.get(member)) {
                int from = start;
                for (int i = 1; i <= key.length(); i++) {
                    String prefix = key.substring(0, i);
                    Integer known = states.get(prefix);
                    int to = known == null ? dfa.addState() : known;
                    if (known == null) {
                        states.put(prefix, to);
                        dfa.addTransition(from, key.charAt(i - 1), key.charAt(i - 1), to);
                    }
                    from = to;
                }
                dfa.accept(from, member);
            }
        }
        return dfa.build();
    }

    /** One member as it stands in a text. */
    private record Read(int member, String key, char value) {}

    /** All texts of the object. */
    Set<String> texts() {
        Set<String> texts = new TreeSet<>();
        extend(new ArrayList<>(), texts);
        return texts;
    }

    private void extend(List<Read> sofar, Set<String> texts) {
        if (isValid(sofar)) {
            List<String> parts = new ArrayList<>();
            sofar.forEach(read -> parts.add(read.key + ":" + read.value));
            texts.add(String.join(",", parts));
        }
        for (int member = 0; member < keys.size(); member++) {
            if (object.order() == MemberOrder.LISTED
                    && !sofar.isEmpty()
                    && sofar.get(sofar.size() - 1).member > member) {
                continue;
            }
            for (String key : keys.get(member)) {
                if (sofar.stream().anyMatch(read -> read.key.equals(key))) {
                    continue;
                }
                for (char value : VALUES) {
                    sofar.add(new Read(member, key, value));
                    extend(sofar, texts);
                    sofar.remove(sofar.size() - 1);
                }
            }
        }
    }

    private boolean isValid(List<Read> reads) {
        Set<Integer> there = new HashSet<>();
        reads.forEach(read -> there.add(read.member));
        for (int member = 0; member < keys.size(); member++) {
            if (object.members().get(member).occurrence() == Occurrence.REQUIRED && !there.contains(member)) {
                return false;
            }
        }
        if (reads.size() < object.minCount() || reads.size() > object.maxCount()) {
            return false;
        }
        Set<Integer> unmet = new HashSet<>();
        for (int i = 0; i < object.demands().size(); i++) {
            Demand demand = object.demands().get(i);
            if (there.containsAll(demand.absent())
                    && reads.size() >= demand.below()
                    && (demand.above() == Expr.UNBOUNDED || reads.size() <= demand.above())) {
                unmet.add(i);
            }
        }
        return canBeRead(reads, 0, unmet);
    }

    /** Whether some choice of alternatives meets the demands, each of them trying its own. */
    private boolean canBeRead(List<Read> reads, int from, Set<Integer> unmet) {
        if (from == reads.size()) {
            return unmet.isEmpty();
        }
        Read read = reads.get(from);
        for (int i = 0; i < languages.get(read.member).size(); i++) {
            if (languages.get(read.member).get(i).contains(read.value)) {
                Set<Integer> left = new HashSet<>(unmet);
                left.removeAll(object.members().get(read.member).values().get(i).meets());
                if (canBeRead(reads, from + 1, left)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** A part of some text, to make tokens of. */
    String part(List<String> texts) {
        String text = texts.get(random.nextInt(texts.size()));
        int from = random.nextInt(text.length() + 1);
        return text.substring(from, Math.min(text.length(), from + 2 + random.nextInt(5)));
    }
}
