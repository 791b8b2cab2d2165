package dev.tenon.sampler.llama;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tenon.sampler.llama.BatchShares.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSharesTest {
    /** Tokens left, separated by blanks; all of them have waited equally long. */
    @ParameterizedTest
    @CsvSource({
        "600,            512, 512",
        "600,            100, 64",
        "600,            40,  40",
        "100 600,        512, 100 384",
        "600 100,        512, 384 100",
        "300 300,        512, 256 256",
        "300 300,        600, 300 300",
        "900 900 900,    100, 64 0 0",
        "900 900 900,    512, 128 192 192",
        "900 900 900,    200, 64 64 64",
        "40 40 40 40,     64, 40 0 0 0",
        "40 40 40 40,    130, 40 40 40 0",
        "60 50 40,       100, 0 50 40",
        "128 128,        200, 128 0",
        "128 129,        512, 128 129",
        "129 129,        192, 64 128",
        "128,            100, 64",
        "100,             50, 50",
        "33 1,            32, 0 1",
    })
    void sharesOutABatchAmongPrompts(String left, int room, String expected) {
        assertArrayEquals(numbers(expected), BatchShares.ofPrompts(claims(left), room));
    }

    @ParameterizedTest
    @CsvSource({
        "1 1 1,      512, 1 1 1",
        "1 30 3,     512, 1 30 3",
        "32 32 32,    64, 32 32 0",
        "32 1 32,     64, 32 1 31",
    })
    void sharesOutABatchAmongTexts(String left, int room, String expected) {
        assertArrayEquals(numbers(expected), BatchShares.ofTexts(claims(left), room));
    }

    @Test
    void whoHasWaitedLongestComesFirstHoweverMuchItHasLeft() {
        List<Claim> claims = List.of(new Claim(20, 3), new Claim(900, 1), new Claim(100, 2));
        assertArrayEquals(new int[] {0, 64, 0}, BatchShares.ofPrompts(claims, 64));
        assertArrayEquals(new int[] {20, 64, 0}, BatchShares.ofPrompts(claims, 140));
        assertArrayEquals(new int[] {20, 64, 100}, BatchShares.ofPrompts(claims, 184));
    }

    private static List<Claim> claims(String left) {
        return Arrays.stream(numbers(left))
                .mapToObj(tokens -> new Claim(tokens, 0))
                .toList();
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Property
    void nobodyGetsMoreThanHeNeedsOrThereIs(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 900) Integer> left,
            @ForAll @IntRange(min = 1, max = 600) int room) {
        List<Claim> claims = left.stream().map(tokens -> new Claim(tokens, 0)).toList();
        for (int[] shares : List.of(BatchShares.ofPrompts(claims, room), BatchShares.ofTexts(claims, room))) {
            int sum = Arrays.stream(shares).sum();
            assertTrue(sum <= room && sum > 0);
            for (int i = 0; i < shares.length; i++) {
                assertTrue(shares[i] >= 0 && shares[i] <= left.get(i));
            }
        }
    }

    /** However many come, each is done after a number of batches that the others' number bounds. */
    @Property(tries = 200)
    void everybodyIsDoneInTheEnd(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 900) Integer> left,
            @ForAll @IntRange(min = 16, max = 600) int room) {
        List<Claim> claims = new ArrayList<>(
                left.stream().map(tokens -> new Claim(tokens, 0)).toList());
        int total = left.stream().mapToInt(Integer::intValue).sum();
        int turn = 0;
        while (!claims.isEmpty()) {
            turn++;
            assertTrue(turn <= claims.size() * 40 + total, "no end");
            int[] shares = BatchShares.ofPrompts(claims, room);
            List<Claim> rest = new ArrayList<>();
            for (int i = 0; i < shares.length; i++) {
                Claim claim = claims.get(i);
                if (shares[i] < claim.left()) {
                    rest.add(shares[i] == 0 ? claim : new Claim(claim.left() - shares[i], turn));
                }
            }
            claims = rest;
        }
        assertEquals(List.of(), claims);
    }
}
