package dev.tenon.sampler.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tenon.automaton.token.TokenTrie;
import dev.tenon.automaton.token.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A model that knows by heart what it wants to write; for tests and for trying things out without weights. The first
 * session plays the first script, the next one the next, and so on in turns. Deterministic; thread-safe, as an {@link
 * Engine} is.
 *
 * <p>What comes with a session's first decode is the prompt and does not matter. After it the engine follows the text:
 * at the script's place it favours the longest token that goes on as the script does, then shorter ones, then what the
 * script has further on, so that under a mask it skips what it may not write (a model that wants to say {@code Sure!}
 * before its JSON). A token that came although the script does not have it there moves the place to behind the token's
 * next occurrence, if it is near, and otherwise not at all. At the end of the script it favours an END token; it has no
 * wish beyond, and where even that is not allowed all tokens are alike to it. Differences between logits are so large
 * that no temperature up to 2 makes it stray.
 */
public final class ScriptedEngine implements Engine {
    /** What a session wants to write. */
    public sealed interface Script {
        /** This text, in the longest tokens; the names of special tokens in it stand for those tokens. */
        record Text(String text) implements Script {}

        /** These tokens. */
        record Tokens(List<Integer> tokenIds) implements Script {
            /** Copies the list. */
            public Tokens {
                tokenIds = List.copyOf(tokenIds);
            }
        }
    }

    /** Numbers in an embedding, which is made up, too. */
    private static final int EMBEDDING_LENGTH = 64;

    private final Vocabulary vocabulary;
    private final List<Script> scripts;
    private final EngineShape shape;
    private final Tokenizer tokenizer;
    private final TokenTrie trie;
    private final SessionCount sessions;
    private final AtomicInteger opened = new AtomicInteger();

    /** An engine with id {@code scripted}, the shape's defaults and the greedy tokenizer, writing these texts. */
    public ScriptedEngine(Vocabulary vocabulary, String... texts) {
        this(vocabulary, List.of(texts).stream().<Script>map(Script.Text::new).toList(), EngineShape.named("scripted"));
    }

    /**
     * An engine of a shape, with the greedy tokenizer.
     *
     * @param scripts at least one
     */
    public ScriptedEngine(Vocabulary vocabulary, List<Script> scripts, EngineShape shape) {
        if (scripts.isEmpty()) {
            throw new IllegalArgumentException("a scripted engine needs a script");
        }
        this.vocabulary = vocabulary;
        this.scripts = List.copyOf(scripts);
        this.shape = shape;
        this.tokenizer = new GreedyTokenizer(vocabulary);
        this.trie = TextPlayer.trieOf(vocabulary);
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
        Script script = scripts.get(Math.floorMod(opened.getAndIncrement(), scripts.size()));
        LogitSource source = switch (script) {
            case Script.Text text ->
                new TextPlayer(vocabulary, trie, text.text().getBytes(UTF_8));
            case Script.Tokens tokens -> new TokenPlayer(vocabulary, tokens.tokenIds());
        };
        return new SyntheticSession(vocabulary, shape.contextLength(), source, 0, sessions::giveBack);
    }

    @Override
    public void close() {
        sessions.close();
    }
}
