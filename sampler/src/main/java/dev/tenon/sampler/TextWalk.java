package dev.tenon.sampler;

import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One text on its way. Not thread-safe.
 *
 * <p>Each step draws a byte: whether to close what is open, one of the named keys, or a byte by its kind. Over a vocabulary the
 * step is then a token that is allowed and begins so.
 */
final class TextWalk {
    private static final int END = -1;
    private static final byte[] NOTHING = {};

    /** How often a key is one that the grammar names, where it names any. */
    private static final double NAMED = 0.75;

    /** How often a token is drawn from all that are allowed, whatever it begins with. */
    private static final double ANY_TOKEN = 0.25;

    /** In a string at least so many letters may come; nowhere else in JSON. */
    private static final int LETTERS_OF_A_STRING = 10;

    /** Of so many named keys the one that came least before is taken. */
    private static final int KEYS_LOOKED_AT = 16;

    private static final int GUESSES = 32;
    private static final int SLACK = 1_000;

    private final RandomGenerator random;
    private final Matcher matcher;
    /** What tokens are drawn from; null for a walk over bytes. */
    private final @Nullable Vocabulary vocabulary;

    private final TextWill will;
    private final @Nullable DrawnTexts drawn;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    /** The texts drawn before that begin so; null where none does. */
    private DrawnTexts.@Nullable Node before;

    /** The rest of a key that is being written. */
    private byte[] key = NOTHING;

    private int keyAt;
    /** Whether the last step was one of many letters of a string, which goes on. */
    private boolean inString;

    TextWalk(
            Matcher matcher,
            @Nullable Vocabulary vocabulary,
            TextWill will,
            @Nullable DrawnTexts drawn,
            RandomGenerator random) {
        this.matcher = matcher;
        this.vocabulary = vocabulary;
        this.will = will;
        this.drawn = drawn;
        this.before = drawn == null ? null : drawn.root();
        this.random = random;
    }

    /** Goes to the end. */
    byte[] text() {
        long room = will.maxBytes() - matcher.leastBytes();
        while (goesOn()) {
            int length = text.size();
            DrawnTexts.Node node = before;
            if (!step()) {
                return text.toByteArray();
            }
            room -= text.size() - length;
            // Within a string or a key that was decided on the end comes no farther off, and asking may be costly.
            if (room >= 0 && (inString || keyAt < key.length)) {
                continue;
            }
            room = will.maxBytes() - text.size() - matcher.leastBytes();
            if (room < 0) {
                matcher.rollback(1);
                byte[] kept = text.toByteArray();
                text.reset();
                text.write(kept, 0, length);
                before = node;
                goHome();
                return text.toByteArray();
            }
        }
        return text.toByteArray();
    }

    private boolean goesOn() {
        return !(matcher.mustEnd() && mayEnd());
    }

    /** Whether the text may end here and was not drawn before. */
    private boolean mayEnd() {
        return matcher.isAccepting() && (before == null || before.mayEnd());
    }

    /** Takes a step, or none at the end. */
    private boolean step() {
        inString = false;
        if (vocabulary != null && key.length == 0 && random.nextDouble() < ANY_TOKEN) {
            return stepAnyToken(vocabulary);
        }
        BitSet bytes = bytes();
        if (bytes.isEmpty()) {
            if (mayEnd()) {
                return false;
            }
            return stepAnyToken(vocabulary());
        }
        int first = choose(bytes);
        if (first == END) {
            return false;
        }
        if (vocabulary == null) {
            step(first);
        } else {
            // A token may go beyond the string.
            inString = false;
            stepToken(vocabulary, first);
        }
        return true;
    }

    private BitSet bytes() {
        BitSet bytes = matcher.nextBytes();
        if (before != null) {
            before.restrict(bytes);
        }
        return bytes;
    }

    private int choose(BitSet bytes) {
        if (keyAt < key.length && bytes.get(key[keyAt] & 0xFF)) {
            return key[keyAt] & 0xFF;
        }
        key = NOTHING;
        keyAt = 0;
        if (ByteKinds.letters(bytes) >= LETTERS_OF_A_STRING && bytes.get('"')) {
            bytes.clear('"');
            inString = random.nextDouble() >= will.closeString();
            return inString ? ByteKinds.pick(bytes, random) : '"';
        }
        BitSet closing = new BitSet();
        close(bytes, '}', closing);
        close(bytes, ']', closing);
        int ends = closing.cardinality() + (mayEnd() ? 1 : 0);
        if (bytes.isEmpty() || (ends > 0 && random.nextDouble() >= will.goOn())) {
            int draw = random.nextInt(ends);
            return draw < closing.cardinality() ? ByteKinds.pick(closing, random) : END;
        }
        return random.nextDouble() < NAMED && findKey(bytes) ? key[0] & 0xFF : ByteKinds.pick(bytes, random);
    }

    private static void close(BitSet bytes, int byteValue, BitSet closing) {
        closing.set(byteValue, bytes.get(byteValue));
        bytes.clear(byteValue);
    }

    /** Decides for a named key that begins with one of the bytes; false where there is none. */
    private boolean findKey(BitSet bytes) {
        List<byte[]> keys = matcher.namedKeys();
        if (keys.isEmpty()) {
            return false;
        }
        byte[] best = NOTHING;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < (drawn == null ? 1 : KEYS_LOOKED_AT) && least > 0; i++) {
            byte[] candidate = keys.get(random.nextInt(keys.size()));
            int count = drawn == null ? 0 : drawn.count(candidate);
            if (candidate.length > 0 && bytes.get(candidate[0] & 0xFF) && count < least) {
                best = candidate;
                least = count;
            }
        }
        if (best.length == 0) {
            return false;
        }
        if (drawn != null) {
            drawn.begin(best);
        }
        key = best;
        return true;
    }

    /** One of all allowed tokens; false at the end. */
    private boolean stepAnyToken(Vocabulary tokens) {
        TokenMask mask = matcher.mask();
        require(mask.cardinality() > 0 || matcher.isAccepting());
        int token = END;
        for (int i = 0; i < GUESSES && token == END && mask.cardinality() > 0; i++) {
            int guess = random.nextInt(mask.size());
            token = mask.contains(guess) && isNew(tokens, guess) ? guess : END;
        }
        if (token == END) {
            List<Integer> left = new ArrayList<>();
            for (int id = mask.nextAllowed(0); id >= 0; id = mask.nextAllowed(id + 1)) {
                if (isNew(tokens, id)) {
                    left.add(id);
                }
            }
            if (left.isEmpty()) {
                // No token of the vocabulary leads to another text, but bytes may.
                BitSet bytes = bytes();
                if (bytes.isEmpty()) {
                    require(mayEnd());
                    return false;
                }
                step(ByteKinds.pick(bytes, random));
                return true;
            }
            token = left.get(random.nextInt(left.size()));
        }
        if (tokens.kind(token) == TokenKind.END) {
            return false;
        }
        accept(tokens, token);
        return true;
    }

    /** Whether another text than those drawn before goes on so. */
    private boolean isNew(Vocabulary tokens, int token) {
        return switch (tokens.kind(token)) {
            case END -> before == null || before.mayEnd();
            case TEXT -> {
                DrawnTexts.Node node = before;
                boolean leads = true;
                for (int i = 0; i < tokens.byteCount(token) && leads && node != null; i++) {
                    leads = node.leads(tokens.byteAt(token, i));
                    node = node.child(tokens.byteAt(token, i));
                }
                yield leads;
            }
            case CONTROL -> true;
            case UNUSED -> false;
        };
    }

    /** A token that begins with the byte, or the byte where there is none. */
    private void stepToken(Vocabulary tokens, int first) {
        TokenMask mask = matcher.mask();
        int token = keyAt < key.length ? keyToken(tokens, mask) : tokenFrom(tokens, mask, first);
        if (token == END) {
            step(first);
        } else {
            accept(tokens, token);
        }
    }

    /** One of the tokens that the rest of the key begins with. */
    private int keyToken(Vocabulary tokens, TokenMask mask) {
        TokenTrie trie = tokens.trie();
        int token = END;
        int found = 0;
        int node = trie.child(0, key[keyAt] & 0xFF);
        for (int i = keyAt + 1; node >= 0; i++) {
            for (int at = trie.idStart(node); at < trie.idStart(node + 1); at++) {
                int id = trie.id(at);
                if (mask.contains(id) && isNew(tokens, id) && random.nextInt(++found) == 0) {
                    token = id;
                }
            }
            node = i < key.length ? trie.child(node, key[i] & 0xFF) : -1;
        }
        return token;
    }

    private int tokenFrom(Vocabulary tokens, TokenMask mask, int first) {
        TokenTrie trie = tokens.trie();
        int node = trie.child(0, first);
        if (node < 0) {
            return END;
        }
        int from = trie.idStart(node);
        int count = trie.idStart(trie.end(node)) - from;
        for (int i = 0; i < GUESSES && count > 0; i++) {
            int id = trie.id(from + random.nextInt(count));
            if (mask.contains(id) && isNew(tokens, id)) {
                return id;
            }
        }
        return END;
    }

    private void accept(Vocabulary tokens, int token) {
        matcher.accept(token);
        if (tokens.kind(token) == TokenKind.TEXT) {
            for (byte b : tokens.bytes(token)) {
                write(b & 0xFF);
            }
        }
    }

    private void step(int byteValue) {
        require(matcher.acceptBytes(new byte[] {(byte) byteValue}, 0, 1) == 1);
        write(byteValue);
    }

    private void write(int byteValue) {
        text.write(byteValue);
        before = before == null ? null : before.child(byteValue);
        if (keyAt < key.length && (key[keyAt] & 0xFF) == byteValue) {
            keyAt++;
        } else {
            key = NOTHING;
        }
        if (keyAt >= key.length) {
            key = NOTHING;
            keyAt = 0;
        }
    }

    /** All the steps to the end, by a shortest way. */
    private void goHome() {
        long left = matcher.leastBytes();
        // Twice as much as the matcher thinks is left: it is a guide, and a walk must end.
        long budget = 2 * left + SLACK;
        while (!mayEnd()) {
            // Among the texts drawn before the way may be longer, but there is one.
            budget -= before == null ? 1 : 0;
            require(budget > 0);
            left = nearer(left);
        }
    }

    /**
     * One byte, or one control token where no byte may come, on a shortest way to the end.
     *
     * @param left what is left of it, as far as the matcher knows
     * @return what is left then
     */
    private long nearer(long left) {
        BitSet bytes = bytes();
        if (bytes.isEmpty()) {
            vocabulary();
            nearerByToken();
            return matcher.leastBytes();
        }
        int best = bytes.nextSetBit(0);
        if (bytes.nextSetBit(best + 1) < 0) {
            step(best);
            return left - 1;
        }
        best = END;
        long least = Long.MAX_VALUE;
        // Most steps come one byte nearer, and then no other comes nearer still.
        while (!bytes.isEmpty() && (best == END || least >= left)) {
            int b = ByteKinds.pickForEnd(bytes, random);
            bytes.clear(b);
            require(matcher.acceptBytes(new byte[] {(byte) b}, 0, 1) == 1);
            long after = matcher.leastBytes();
            matcher.rollback(1);
            if (best == END || after < least) {
                least = after;
                best = b;
            }
        }
        step(best);
        return least;
    }

    private void nearerByToken() {
        TokenMask mask = matcher.mask();
        int best = END;
        long least = Long.MAX_VALUE;
        for (int token = mask.nextAllowed(0); token >= 0; token = mask.nextAllowed(token + 1)) {
            matcher.accept(token);
            if (matcher.leastBytes() < least) {
                least = matcher.leastBytes();
                best = token;
            }
            matcher.rollback(1);
        }
        require(best != END);
        matcher.accept(best);
    }

    /** For where no byte may come. */
    private Vocabulary vocabulary() {
        if (vocabulary == null) {
            throw deadEnd();
        }
        return vocabulary;
    }

    private void require(boolean alive) {
        if (!alive) {
            throw deadEnd();
        }
    }

    private IllegalStateException deadEnd() {
        return new IllegalStateException("the matcher is in a dead end after " + text.size() + " bytes");
    }
}
