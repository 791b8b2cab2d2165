package dev.tenon.server.template;

import java.time.Clock;

/**
 * What one rendering may use up: steps, characters that it makes, depth and time. Mutable, not thread-safe; one for each
 * rendering.
 *
 * <p>All that a template can make costs what it makes, so the characters bound the memory as well: a list's item counts as
 * {@link #ITEM_CHARACTERS}. What costs time without making anything (a search in a text) counts as steps.
 */
final class Budget {
    /** Steps of one rendering; a conversation of 1,000 messages with 100 tools takes about 200,000. */
    static final long MAX_STEPS = 10_000_000;

    /** Milliseconds that one rendering may take. */
    static final long MAX_MILLIS = 10_000;

    /** Characters that a rendering, and any text in it, may have; more than any context takes. */
    static final int MAX_LENGTH = 1 << 23;

    /** Characters that a rendering may make on its way, those that it drops again included. */
    static final long MAX_MADE = 1L << 28;

    /** Items that a list, and pairs that a mapping, may have. */
    static final int MAX_ITEMS = 100_000;

    /** Expressions, blocks, macros and values inside of each other. */
    static final int MAX_DEPTH = 500;

    private static final int ITEM_CHARACTERS = 16;
    private static final int STEPS_BETWEEN_LOOKS = 256;
    private static final int CHARACTERS_A_STEP = 64;

    private final Clock clock;
    private final long endMillis;
    private long steps;
    private long nextLook = STEPS_BETWEEN_LOOKS;
    private long made;
    private int depth;

    Budget(Clock clock) {
        this.clock = clock;
        this.endMillis = clock.millis() + MAX_MILLIS;
    }

    Clock clock() {
        return clock;
    }

    /**
     * Counts work.
     *
     * @throws TemplateRaised when the rendering has had its share
     */
    void steps(long count) {
        steps += count;
        if (steps >= nextLook) {
            nextLook = steps + STEPS_BETWEEN_LOOKS;
            if (steps > MAX_STEPS || clock.millis() > endMillis) {
                throw new TemplateRaised("too much work: more than " + MAX_STEPS + " steps or " + MAX_MILLIS + " ms");
            }
        }
    }

    /** Counts a text before it is made. */
    void text(long length) {
        grown(0, length);
    }

    /** Counts what a text has grown by. */
    void grown(long from, long length) {
        if (length > MAX_LENGTH) {
            throw new TemplateRaised("a text is longer than " + MAX_LENGTH + " characters");
        }
        make(length - from);
    }

    /** Counts a list or a mapping of this size before it is made. */
    void items(long count) {
        if (count > MAX_ITEMS) {
            throw new TemplateRaised("more than " + MAX_ITEMS + " items");
        }
        make(count * ITEM_CHARACTERS);
    }

    /** Counts looking for one text in another: the worst case of a search is the product of their lengths. */
    void search(int length, int sought) {
        steps(1 + (long) length / CHARACTERS_A_STEP + (long) length * sought / 1024);
    }

    /** Goes one level down; {@link #leave} is owed in any case. */
    void enter() {
        if (++depth > MAX_DEPTH) {
            throw new TemplateRaised("nested more than " + MAX_DEPTH + " deep");
        }
        steps(1);
    }

    void leave() {
        depth--;
    }

    private void make(long characters) {
        made += characters;
        if (made > MAX_MADE) {
            throw new TemplateRaised("too much text: more than " + MAX_MADE + " characters on the way");
        }
        steps(characters / CHARACTERS_A_STEP);
    }
}
