package dev.tenon.server.local;

import dev.tenon.automaton.dfa.CompileLimits;
import dev.tenon.sampler.engine.Engine;
import dev.tenon.sampler.llama.LlamaEngine;
import dev.tenon.sampler.llama.LlamaOptions;
import dev.tenon.schema.SchemaOptions;
import dev.tenon.server.generation.ChatRequest;
import dev.tenon.server.generation.GenerationObserver;
import dev.tenon.server.generation.GenerationScheduler;
import dev.tenon.server.generation.PreparedReply;
import dev.tenon.server.generation.ReplyEvent;
import dev.tenon.server.generation.RequestCompiler;
import dev.tenon.server.generation.ServedModel;
import dev.tenon.toolcalls.ChatMessage;
import dev.tenon.toolcalls.OutputRequest;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A model in this process, without a server. Thread-safe: so many replies are generated at once as the engine has sequences, in
 * the order in which they were asked for, and whoever asks waits. What it was asked for once is compiled once.
 *
 * <pre>{@code
 * try (LocalModel model = LocalModel.load(Path.of("model.gguf"))) {
 *     Person person = StructuredOutput.of(Person.class).generate(model, "Invent a person.").orElseThrow();
 * }
 * }</pre>
 */
public final class LocalModel implements AutoCloseable {
    /** Whoever asks can give up waiting; nothing ends a reply but that. */
    private static final Duration LONGEST = Duration.ofDays(365);

    private final ServedModel model;
    private final RequestCompiler compiler;
    private final GenerationScheduler scheduler;
    private final Runnable rest;

    private LocalModel(ServedModel model, Runnable rest) {
        this.model = model;
        this.compiler = new RequestCompiler(model, SchemaOptions.defaults(), CompileLimits.defaults());
        // Whoever asks waits for the answer, so there are never more requests than threads that ask.
        this.scheduler = new GenerationScheduler(
                model,
                new GenerationScheduler.Limits(Integer.MAX_VALUE, LONGEST),
                new SecureRandom(),
                GenerationObserver.none());
        this.rest = rest;
    }

    /**
     * A model of a GGUF file, with llama.cpp; its libraries are fetched on first use.
     *
     * @throws dev.tenon.sampler.engine.EngineException when it is no model
     * @throws dev.tenon.sampler.parts.PartException when a library is missing and cannot be fetched
     */
    public static LocalModel load(Path gguf) {
        return load(gguf, LlamaOptions.defaults().withMaxSequences(1));
    }

    /** A model of a GGUF file, with options of llama.cpp: so many replies at once as sequences; otherwise as {@link #load(Path)}. */
    public static LocalModel load(Path gguf, LlamaOptions options) {
        LlamaEngine engine = LlamaEngine.load(gguf, options);
        return new LocalModel(served(engine, ServedModel.TextEnds.of(engine)), engine::close);
    }

    /** A model of any engine, which stays the caller's to close, after this. */
    public static LocalModel of(Engine engine) {
        return of(served(engine, ServedModel.TextEnds.of(engine.vocabulary())));
    }

    /** A model with a name and a dialect of its own; its engine stays the caller's to close, after this. */
    public static LocalModel of(ServedModel model) {
        return new LocalModel(model, () -> {});
    }

    private static ServedModel served(Engine engine, ServedModel.TextEnds ends) {
        return ServedModel.of(engine, engine.id(), Set.of(), ends, Clock.system(ZoneId.systemDefault()));
    }

    /** The name. */
    public String id() {
        return model.id();
    }

    /**
     * Generates a reply, and waits for it.
     *
     * @param output what the reply may be
     * @param listener takes each piece as it comes, on the caller's thread; what it throws ends the reply
     * @throws dev.tenon.server.generation.RefusedException when the request cannot be served, with the reason; nothing was
     *     generated then
     * @throws CancellationException when the caller's thread is interrupted, which stays noted
     * @throws dev.tenon.sampler.engine.EngineException when the model fails
     */
    public LocalReply reply(
            List<ChatMessage> messages, OutputRequest output, ReplyOptions options, Consumer<ReplyEvent> listener) {
        ChatRequest request = new ChatRequest(
                messages, output, options.sampling(), options.maxTokens(), options.stop(), -1, options.reasoning(), 1);
        PreparedReply prepared = compiler.compile(request);
        ReplyInbox inbox = new ReplyInbox();
        GenerationScheduler.Ticket ticket = scheduler.submit(request, prepared, inbox);
        boolean isDone = false;
        try {
            LocalReply reply = inbox.await(listener);
            isDone = true;
            return reply;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            CancellationException cancelled = new CancellationException("interrupted while the model replied");
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            if (!isDone) {
                ticket.cancel();
            }
        }
    }

    /** Ends what runs and what waits, and gives the model's memory back where it was loaded here. */
    @Override
    public void close() {
        scheduler.close();
        rest.run();
    }
}
