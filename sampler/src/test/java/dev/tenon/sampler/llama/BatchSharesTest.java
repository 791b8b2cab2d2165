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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSharesTest {
    /** Tokens left, separated by blanks; all of them have waited equally long. */
    @ParameterizedTest
    @CsvSource({
        "1 1 1,           512, 512, 1 1 1",
        "1 400 3,         512, 512, 1 400 3",
        "1 600 3,         512, 512, 1 508 3",
        "1 600 3,         512, 100, 1 100 3",
        "600,             512, 512, 512",
        "100 600,         512, 512, 100 412",
        "600 100,         512, 512, 412 100",
        "300 300,         512, 512, 256 256",
        "900 900 900,     512, 100, 33 33 34",
        "40 40 40 40,      64,  64, 16 16 16 16",
        "40 40 40 40 40,   64,  64, 16 16 16 16 0",
        "32 32 32,         64,  64, 32 32 0",
        "33 1,             32,  32, 31 1",
    })
    void sharesOutABatch(String left, int room, int promptRoom, String expected) {
        List<Claim> claims = Arrays.stream(left.split(" "))
                .map(tokens -> new Claim(Integer.parseInt(tokens), 0))
                .toList();
        assertArrayEquals(
                Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray(),
                BatchShares.of(claims, room, promptRoom));
    }

    @Property
    void nobodyGetsMoreThanHeNeedsOrThereIs(
            @ForAll @Size(min = 1, max = 40) List<@IntRange(min = 1, max = 900) Integer> left,
            @ForAll @IntRange(min = 1, max = 600) int room,
            @ForAll @IntRange(min = 32, max = 600) int promptRoom) {
        List<Claim> claims = left.stream().map(tokens -> new Claim(tokens, 0)).toList();
        int[] shares = BatchShares.of(claims, room, promptRoom);
        int sum = Arrays.stream(shares).sum();
        assertTrue(sum <= room && sum > 0);
        for (int i = 0; i < shares.length; i++) {
            assertTrue(shares[i] >= 0 && shares[i] <= left.get(i));
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
            int[] shares = BatchShares.of(claims, room, room);
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
