package dev.tenon.sampler.engine;

import dev.tenon.automaton.token.Vocabulary;
import java.util.Optional;

/**
 * The worst of models: seeded noise over any vocabulary. Each logit is a hash of the seed, the position, the previous
 * token and its own id, evenly spread between -8 and 8: so the same tokens always get the same logits, in any session
 * and after any truncation. What holds for this engine holds for every model. Thread-safe, as an {@link Engine} is.
 */
public final class RandomEngine implements Engine {
    private static final float SPREAD = 8;

    /** Numbers in an embedding, which is made up, too. */
    private static final int EMBEDDING_LENGTH = 64;

    private static final int DRAFT_LIMIT = 15;

    private final Vocabulary vocabulary;
    private final EngineShape shape;
    private final long seed;
    private final Tokenizer tokenizer;
    private final SessionCount sessions;

    /** An engine with id {@code random} and the shape's defaults. */
    public RandomEngine(Vocabulary vocabulary, long seed) {
        this(vocabulary, seed, EngineShape.named("random"));
    }

    /** An engine of a shape, with the greedy tokenizer. */
    public RandomEngine(Vocabulary vocabulary, long seed, EngineShape shape) {
        this(vocabulary, seed, shape, new GreedyTokenizer(vocabulary));
    }

    /** An engine with a tokenizer of its own, that of a real model for instance. */
    public RandomEngine(Vocabulary vocabulary, long seed, EngineShape shape, Tokenizer tokenizer) {
        this.vocabulary = vocabulary;
        this.seed = seed;
        this.shape = shape;
        this.tokenizer = tokenizer;
        this.sessions = new SessionCount(shape.sessionLimit());
    }

    @Override
    public String id() {
        return shape.id();
    }

    @Override
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    @Override
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    @Override
    public int contextLength() {
        return shape.contextLength();
    }

    @Override
    public Optional<String> chatTemplate() {
        return shape.chatTemplate();
    }

    @Override
    public Optional<EmbeddingEngine> embeddings() {
        return Optional.of(new SyntheticEmbedder(vocabulary, tokenizer, shape, EMBEDDING_LENGTH));
    }

    @Override
    public int sessionLimit() {
        return shape.sessionLimit();
    }

    @Override
    public EngineSession open() {
        sessions.take();
        return new SyntheticSession(vocabulary, shape.contextLength(), this::noise, DRAFT_LIMIT, sessions::giveBack);
    }

    @Override
    public void close() {
        sessions.close();
    }

    private void noise(int[] tokens, int count, int promptCount, float[] logits) {
        long here = mix(mix(seed + count) + tokens[count - 1]);
        for (int id = 0; id < logits.length; id++) {
            // 24 bits, as many as a float holds, scaled to -1 .. 1.
            logits[id] = SPREAD * ((mix(here + id) >>> 40) * 0x1p-23f - 1);
        }
    }

    /** The output function of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators"). */
    private static long mix(long value) {
        long mixed = value + 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
