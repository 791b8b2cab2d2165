package dev.tenon.sampler;

import dev.tenon.automaton.match.CompiledGrammar;
import dev.tenon.automaton.match.MatchEvent;
import dev.tenon.automaton.match.Matcher;
import dev.tenon.automaton.token.TokenMask;
import dev.tenon.automaton.token.Vocabulary;
import dev.tenon.automaton.token.Vocabulary.TokenKind;
import dev.tenon.sampler.TokenChoice.Origin;
import dev.tenon.sampler.engine.CancelledDecodeException;
import dev.tenon.sampler.engine.ContextFullException;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.engine.EngineSession;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One text on its way. Not thread-safe; used once.
 *
 * <p>Tokens are decoded when the next logits are needed and not before, all that have come together since in one batch:
 * so forced text costs one decode, and the last token of a text none. Between two decodes the automaton is asked before
 * the model, which leaves a place for doing both at once.
 */
final class Generation {
    private static final byte[] NO_BYTES = {};
    private static final int[] NO_TOKENS = {};

    private final Vocabulary vocabulary;
    private final int contextLength;
    private final EngineSession session;
    private final GenerationRequest request;
    private final SamplerChain chain;
    private final TokenMask freeMask;
    private final GenerationListener listener;
    private final BooleanSupplier cancelled;
    private final @Nullable Matcher matcher;
    private final ForcedTokens forcedTokens;
    /** Where there are stop strings that a grammar may refuse. */
    private final @Nullable Checkpoints checkpoints;

    /** Where a part of the text is bounded. */
    private final @Nullable BudgetWatch budget;

    private final StopConditions stops;
    private final StepClock clock = new StepClock();

    private int[] generated = new int[64];
    private int generatedCount;
    private int forcedCount;
    /** The generated tokens from here on are not decoded yet. */
    private int decodedCount;

    private @Nullable FloatBuffer logits;
    /** What came in texts of this grammar; null where nothing is to be decoded that may be wrong. */
    private final @Nullable DraftMemory memory;

    private final DraftedDecodes decodes;

    Generation(
            Engine engine,
            EngineSession session,
            GenerationRequest request,
            SamplerChain chain,
            @Nullable DraftMemory memory,
            TokenMask freeMask,
            GenerationListener listener,
            BooleanSupplier cancelled) {
        this.vocabulary = engine.vocabulary();
        this.contextLength = engine.contextLength();
        this.session = session;
        this.request = request;
        this.chain = chain;
        // Log-probabilities are the model's answer to each token by itself.
        this.memory = request.topLogprobs() < 0 ? memory : null;
        this.decodes = new DraftedDecodes(session, contextLength, vocabulary.size(), this.memory);
        this.freeMask = freeMask;
        this.listener = listener;
        this.cancelled = cancelled;
        CompiledGrammar grammar = request.grammar();
        this.matcher = grammar == null ? null : grammar.matcher();
        this.forcedTokens = new ForcedTokens(vocabulary, engine.tokenizer());
        this.checkpoints = matcher == null || request.stop().isEmpty() ? null : new Checkpoints(matcher);
        TokenBudget bound = request.budget();
        this.budget = bound == null || matcher == null ? null : new BudgetWatch(bound, vocabulary, engine.tokenizer());
        this.stops = new StopConditions(
                request.stop(),
                request.freeLabels(),
                offset -> checkpoints == null || checkpoints.mayEndAt(offset),
                event -> listener.on(new GenerationEvent.Match(event)));
    }

    GenerationResult run() {
        FinishReason reason;
        try {
            reason = generate();
        } catch (CancelledDecodeException e) {
            reason = FinishReason.CANCELLED;
        }
        if (matcher != null && !stops.isStopped()) {
            matcher.finishEvents();
            matcher.takeEvents().forEach(stops::accept);
            // What was ambiguous until now may have held a stop string.
            reason = stops.isStopped() ? FinishReason.STOP : reason;
        }
        stops.finish();
        GenerationResult result =
                clock.result(reason, request.prompt().length, session.reusedTokens(), generatedCount, forcedCount);
        listener.on(new GenerationEvent.Finished(result));
        return result;
    }

    private FinishReason generate() {
        if (cancelled.getAsBoolean()) {
            return FinishReason.CANCELLED;
        }
        int[] prompt = request.prompt();
        chain.observePrompt(prompt);
        clock.start();
        logits = decodes.first(prompt, request.maxTokens());
        clock.addPrompt();
        while (true) {
            if (cancelled.getAsBoolean()) {
                return FinishReason.CANCELLED;
            }
            clock.start();
            boolean complete = matcher != null && matcher.mustEnd();
            clock.addMask();
            if (complete) {
                return FinishReason.STOP;
            }
            if (generatedCount >= request.maxTokens()) {
                return FinishReason.LENGTH;
            }
            FinishReason reason = step();
            if (reason != null) {
                return reason;
            }
        }
    }

    /** Appends a run of forced tokens, or else one token; returns why it ended, if it did. */
    private @Nullable FinishReason step() {
        int[] forced = forced();
        if (forced.length == 0) {
            return next();
        }
        for (int token : forced) {
            if (cancelled.getAsBoolean()) {
                return FinishReason.CANCELLED;
            }
            // Log-probabilities are the model's answer to each token by itself, so each has its own decode then.
            boolean room = generatedCount < request.maxTokens() && (request.topLogprobs() < 0 || decodePending());
            FinishReason reason = room ? append(token, Origin.FORCED) : FinishReason.LENGTH;
            if (reason != null) {
                return reason;
            }
        }
        return null;
    }

    private int[] forced() {
        if (matcher == null) {
            return NO_TOKENS;
        }
        clock.start();
        int[] tokens = budget == null ? NO_TOKENS : budget.closing(matcher);
        if (tokens.length == 0 && request.forcedText() == ForcedText.ON) {
            tokens = forcedTokens.next(matcher);
        }
        clock.addMask();
        return tokens;
    }

    /** Samples a token, or takes the only one there is without asking the model. */
    private @Nullable FinishReason next() {
        clock.start();
        TokenMask mask = matcher == null ? freeMask : matcher.mask();
        clock.addMask();
        boolean only = mask.cardinality() == 1 && request.forcedText() == ForcedText.ON;
        int token = only ? mask.nextAllowed(0) : -1;
        boolean ends = only && vocabulary.kind(token) == TokenKind.END;
        boolean asks = !only || request.topLogprobs() >= 0;
        if (asks && !ends && !decodePending()) {
            return FinishReason.LENGTH;
        }
        if (!only) {
            clock.start();
            token = chain.sample(logits(), mask);
            clock.addSample();
        }
        if (vocabulary.kind(token) == TokenKind.END) {
            if (matcher != null) {
                matcher.accept(token);
            }
            return FinishReason.STOP;
        }
        return append(token, only ? Origin.FORCED : Origin.SAMPLED);
    }

    /** Decodes what was generated since the last decode; false when the context has no room for it. */
    private boolean decodePending() {
        int pending = generatedCount - decodedCount;
        if (pending == 0) {
            return true;
        }
        if (!decodes.hasRoomFor(pending)) {
            return false;
        }
        clock.start();
        try {
            logits = decodes.next(generated, decodedCount, generatedCount, request.maxTokens() - generatedCount);
        } catch (ContextFullException e) {
            return false;
        }
        clock.addDecode();
        decodedCount = generatedCount;
        return true;
    }

    private @Nullable FinishReason append(int token, Origin origin) {
        boolean text = vocabulary.kind(token) == TokenKind.TEXT;
        byte[] bytes = text ? vocabulary.bytes(token) : NO_BYTES;
        TokenChoice choice = choice(token, bytes, origin);
        List<MatchEvent> events = accept(token, bytes);
        remember(token, origin);
        listener.on(new GenerationEvent.Token(choice));
        if (!text) {
            stops.breakText();
        }
        if (budget != null) {
            budget.append(bytes);
            events.forEach(budget::on);
        }
        events.forEach(stops::accept);
        if (checkpoints != null) {
            checkpoints.forgetBefore(stops.released());
        }
        return stops.isStopped() ? FinishReason.STOP : null;
    }

    private TokenChoice choice(int token, byte[] bytes, Origin origin) {
        if (request.topLogprobs() < 0) {
            return new TokenChoice(token, bytes, origin, Float.NaN, List.of());
        }
        clock.start();
        LogProbs logProbs = new LogProbs(logits(), vocabulary);
        TokenChoice choice =
                new TokenChoice(token, bytes, origin, logProbs.of(token), logProbs.top(request.topLogprobs()));
        clock.addSample();
        return choice;
    }

    private List<MatchEvent> accept(int token, byte[] bytes) {
        if (matcher == null) {
            return List.of(new MatchEvent.Bytes(bytes));
        }
        clock.start();
        matcher.accept(token);
        // What was generated is never taken back.
        matcher.forgetStepsBefore(0);
        if (checkpoints != null) {
            checkpoints.add(matcher, bytes);
        }
        List<MatchEvent> events = matcher.takeEvents();
        clock.addMask();
        return events;
    }

    private void remember(int token, Origin origin) {
        if (generatedCount == generated.length) {
            generated = Arrays.copyOf(generated, 2 * generatedCount);
        }
        generated[generatedCount++] = token;
        if (memory != null) {
            memory.learn(generated, generatedCount);
        }
        switch (origin) {
            case FORCED -> forcedCount++;
            case SAMPLED -> {}
        }
        chain.accept(token);
    }

    private FloatBuffer logits() {
        FloatBuffer current = logits;
        if (current == null) {
            throw new IllegalStateException("nothing was decoded yet");
        }
        return current;
    }
}
