package dev.tenon.automaton.match;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tenon.automaton.dfa.ByteDfa;
import dev.tenon.automaton.grammar.Expr;
import dev.tenon.automaton.grammar.Expr.Member;
import dev.tenon.automaton.grammar.Expr.MemberOrder;
import dev.tenon.automaton.grammar.Expr.MemberValue;
import dev.tenon.automaton.grammar.Expr.Occurrence;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * What is available after some members does not depend on whether it was asked for on the way to them. Members are named a,
 * b, c and so on; the keys of one that comes many times go on with x, y or z, once or as often as one likes.
 */
final class MemberStateProperties {
    private static final List<Occurrence> OCCURRENCES =
            List.of(Occurrence.OPTIONAL, Occurrence.REQUIRED, Occurrence.MANY);

    private static MemberTable table(Random random) {
        int count = random.nextInt(1, 7);
        ByteDfa.Builder keys = ByteDfa.builder();
        int start = keys.addState();
        List<Member> members = new ArrayList<>();
        Expr value = new Expr.Lexeme(ByteDfa.literal(new byte[] {'1'}));
        int required = 0;
        for (int i = 0; i < count; i++) {
            Occurrence occurrence = OCCURRENCES.get(random.nextInt(OCCURRENCES.size()));
            required += occurrence == Occurrence.REQUIRED ? 1 : 0;
            int letter = keys.addState();
            keys.addTransition(start, 'a' + i, 'a' + i, letter);
            int end = letter;
            if (occurrence == Occurrence.MANY) {
                end = keys.addState();
                keys.addTransition(letter, 'x', 'z', end);
                if (random.nextBoolean()) {
                    keys.addTransition(letter, 'w', 'w', letter);
                }
            }
            keys.accept(end, i);
            members.add(new Member(List.of(new MemberValue(value, Set.of())), occurrence));
        }
        int least = random.nextInt(3);
        int most = random.nextBoolean() ? Expr.UNBOUNDED : Math.max(required, least) + random.nextInt(3);
        BitSet usable = new BitSet();
        usable.set(0, count);
        return new MemberTable(
                new Expr.Interleave(
                        keys.build(),
                        members,
                        new Expr.Lexeme(ByteDfa.literal(new byte[] {','})),
                        random.nextBoolean() ? MemberOrder.LISTED : MemberOrder.FREE,
                        least,
                        most,
                        List.of()),
                usable);
    }

    private static KeyText key(Random random, int member) {
        StringBuilder key = new StringBuilder().append((char) ('a' + member));
        key.append("w".repeat(random.nextInt(3))).append("xyz".charAt(random.nextInt(3)));
        return KeyText.of(key.toString().getBytes(StandardCharsets.US_ASCII));
    }

    @Property(tries = 3_000)
    void askingOnTheWayChangesNothing(@ForAll long seed) {
        Random random = new Random(seed);
        MemberTable table = table(random);
        MemberState asked = MemberState.start(table);
        MemberState silent = MemberState.start(table);
        int missing = table.requiredCount;
        for (int step = 0; step < 8 && !asked.available().isEmpty(); step++) {
            int[] places = asked.available().stream().toArray();
            int member = table.reach.member(places[random.nextInt(places.length)]);
            KeyText key = table.occurrences[member] == Occurrence.MANY ? key(random, member) : null;
            asked = asked.after(member, 0, key);
            silent = silent.after(member, 0, key);
            missing -= table.occurrences[member] == Occurrence.REQUIRED ? 1 : 0;
            assertEquals(missing, asked.requiredLeft(), "required members left");
            // What is compared must not have been asked before.
            assertEquals(
                    silent.after(member, 0, key).available(),
                    asked.after(member, 0, key).available());
        }
        assertEquals(silent.available(), asked.available());
        assertEquals(silent, asked);
    }
}
